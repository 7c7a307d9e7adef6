"""all-MiniLM-L6-v2 (Apache-2.0): English, 384 values a sentence, the mean of its tokens' vectors."""

from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from flows.vectors.minilm_weights import TOKENIZER, folder_of
from flows.vectors.versions import COMPUTED_IN

VALUES = 384
MOST_TOKENS = 128
"""The model was trained on so many; what is longer is cut."""
AT_ONCE = 64
"""Sentences; each is filled up to the longest of them, so those of a length go together (a third less time)."""


class MiniLM:
    """The loaded model, on one thread."""

    def __init__(self, package: Path, made: Path) -> None:
        """`package`: where its files are; `made`: a folder for what is made of them once. Raises OSError."""
        folder = folder_of(package, made)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._encoder = ctranslate2.Encoder(
            str(folder), device="cpu", compute_type=COMPUTED_IN, inter_threads=1, intra_threads=1
        )

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of length one a sentence."""
        tokens = [found.ids for found in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        rows = np.empty((len(tokens), VALUES), np.float32)
        for start in range(0, len(order), AT_ONCE):
            places = order[start : start + AT_ONCE]
            rows[places] = self._means([tokens[at] for at in places])
        result: npt.NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return result

    def _means(self, tokens: list[list[int]]) -> npt.NDArray[np.float32]:
        answer = self._encoder.forward_batch(tokens, token_type_ids=[[0] * len(row) for row in tokens])
        hidden = np.array(answer.last_hidden_state, np.float32)
        return np.stack([row[: len(ids)].mean(axis=0) for row, ids in zip(hidden, tokens, strict=True)])
