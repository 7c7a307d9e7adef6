"""Both models side by side."""

from pathlib import Path

import numpy as np
import pytest

from flows.understanding.port import quick_half
from flows.vectors.encoder import UNIVERSAL_VALUES, VALUES, SentenceEncoder


def test_rows_have_length_one(encoder: SentenceEncoder) -> None:
    rows = encoder.encode(["what is my balance", "send fifty dollars to anna", "a"])
    assert rows.shape == (3, VALUES)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_both_halves_count_alike(encoder: SentenceEncoder) -> None:
    (row,) = encoder.encode(["what is my balance"])
    assert np.linalg.norm(row[:UNIVERSAL_VALUES]) == pytest.approx(np.linalg.norm(row[UNIVERSAL_VALUES:]), abs=1e-4)


def test_other_scripts_are_for_the_model_that_knows_them(encoder: SentenceEncoder) -> None:
    english, chinese, other, nothing = encoder.encode(["balance", "余额", "你好", " "])
    assert not chinese[UNIVERSAL_VALUES:].any()
    assert english @ chinese > english @ other
    alone = english[:UNIVERSAL_VALUES] @ chinese[:UNIVERSAL_VALUES]
    universal = encoder._universal.encode(["balance", "余额"])
    assert float(alone) == pytest.approx(float(universal[0] @ universal[1]), abs=1e-3)
    assert np.isfinite(nothing).all()


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert SentenceEncoder(tmp_path / "file" / "models").encode(["hello"]).shape == (1, VALUES)


def test_the_quick_half_is_that_of_the_whole_with_length_one(encoder: SentenceEncoder) -> None:
    sentences = ["what is my balance", "send fifty dollars to anna"]
    quick = encoder.quick(sentences)
    assert np.allclose(np.linalg.norm(quick, axis=1), 1, atol=1e-5)
    assert np.allclose(quick, quick_half(encoder.encode(sentences)), atol=1e-5)
