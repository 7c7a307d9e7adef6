"""Ordinary sentences of callers as vectors: what a topic is told from. A number is kept in a byte, which moves none of
them by more than a hundredth of its length."""

from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from flows.understanding.port import Vectors

FILE = "background.npz"
MOST = 520
"""Lessons of the kind `none` that are kept: 470 KB."""
LARGEST = 127


def packed(vectors: Vectors) -> tuple[npt.NDArray[np.int8], Vectors]:
    """Rows in bytes, and what each is multiplied by."""
    scales = np.abs(vectors).max(axis=1, keepdims=True) / LARGEST
    return np.round(vectors / scales).astype(np.int8), scales.astype(np.float32)


@cache
def background(versions: str, values: int) -> Vectors:
    """A row a sentence; none where the vectors are of other models than those that are kept."""
    with files("flows.guardrails").joinpath(FILE).open("rb") as file:
        kept = np.load(file, allow_pickle=False)
        if str(kept["versions"]) != versions or kept["rows"].shape[1] != values:
            return np.zeros((0, values), np.float32)
        result: Vectors = kept["rows"].astype(np.float32) * kept["scales"]
    return result
