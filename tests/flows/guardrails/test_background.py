"""Ordinary sentences as vectors, in a byte a number."""

import numpy as np

from flows.guardrails.background import MOST, background, packed
from flows.vectors.versions import versions


def test_a_row_that_is_packed_is_nearly_the_same() -> None:
    rows = np.random.default_rng(1).normal(size=(5, 40)).astype(np.float32)
    small, scales = packed(rows)
    again = small.astype(np.float32) * scales
    assert small.dtype == np.int8
    assert float(np.abs(np.linalg.norm(again - rows, axis=1) / np.linalg.norm(rows, axis=1)).max()) < 0.01


def test_they_are_of_length_one_and_of_these_vectors_alone() -> None:
    kept = background(versions(), 896)
    assert kept.shape == (MOST, 896)
    assert np.allclose(np.linalg.norm(kept, axis=1), 1, atol=0.02)
    assert len(background("others", 896)) == 0
    assert background(versions(), 7).shape == (0, 7)
