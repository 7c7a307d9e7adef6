"""Vectors of passages in memory: which are near, what is usual, and the sentences of some."""

from types import SimpleNamespace

import numpy as np

from flows.vectors.versions import UNIVERSAL_VALUES
from tools.knowledge.vectors import SAMPLE, InMemory, stacked, step_of, weighed


def document(name: str, vectors: list[list[float]], sentences: list[int]) -> SimpleNamespace:
    passages = [SimpleNamespace(sentences=[None] * count) for count in sentences]
    own = np.arange(2 * sum(sentences), dtype=np.float16).reshape(-1, 2)
    return SimpleNamespace(name=name, vectors=np.array(vectors, np.float32), sentence_vectors=own, passages=passages)


def test_those_that_may_be_used_are_near_by_their_products() -> None:
    kept = InMemory([document("a", [[1, 0], [0, 1]], [1, 2]), document("b", [[2, 2]], [1])])
    near = kept.near(np.array([1, 3], np.float32), np.array([True, False, True]), np.zeros(0, np.int64))
    assert (near.places.tolist(), near.likeness.tolist()) == ([0, 2], [1, 8])
    assert kept.usual("a", np.array([1, 3], np.float32)).tolist() == [1, 3]
    assert kept.usual("b", np.array([1, 3], np.float32)).tolist() == [8]


def test_a_passage_has_the_rows_of_its_sentences() -> None:
    kept = InMemory([document("a", [[1, 0], [0, 1]], [1, 2]), document("b", [[2, 2]], [1])])
    assert [rows.tolist() for rows in kept.sentences([1, 2])] == [[[2, 3], [4, 5]], [[0, 1]]]


def test_a_sample_is_as_long_as_it_may_be() -> None:
    assert [step_of(count) for count in (0, 1, SAMPLE, SAMPLE + 1, 10 * SAMPLE)] == [1, 1, 1, 2, 10]


def test_the_encoders_have_their_shares() -> None:
    vector = np.ones(UNIVERSAL_VALUES + 2, np.float32)
    assert weighed(vector, 0.25)[[0, -1]].tolist() == [0.5, 1.5]
    assert weighed(vector[:3], 0.25).tolist() == [1, 1, 1]


def test_matrices_without_rows_take_no_part() -> None:
    none, one = np.zeros((0, 0), np.float32), np.ones((1, 3), np.float32)
    assert stacked([none, one], np.float16).shape == (1, 3)
    assert stacked([one, none, one], np.float32).shape == (2, 3)
    assert stacked([], np.float32).shape == (0, 0)
