"""MiniLM by itself."""

import numpy as np

from flows.vectors.encoder import SentenceEncoder
from flows.vectors.minilm import VALUES


def test_what_means_the_same_lies_close(encoder: SentenceEncoder) -> None:
    said, like, unlike = encoder._minilm.encode(
        ["How late are you open?", "what are your opening hours", "my pizza was cold"]
    )
    assert said @ like > said @ unlike + 0.3


def test_rows_do_not_depend_on_what_stands_beside_them(encoder: SentenceEncoder) -> None:
    alone = encoder._minilm.encode(["what is my balance"])
    longer = "a much longer sentence that makes others wait for it in a batch " * 3
    beside = encoder._minilm.encode([longer, "what is my balance"])
    assert alone.shape == (1, VALUES)
    assert float(alone[0] @ beside[1]) > 0.99
    assert np.allclose(np.linalg.norm(beside, axis=1), 1, atol=1e-5)


def test_long_sentences_are_cut(encoder: SentenceEncoder) -> None:
    cut, longer = encoder._minilm.encode(["word " * 400, "word " * 4000])
    assert float(cut @ longer) > 0.999
