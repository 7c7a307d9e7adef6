"""Intents by vectors, with made-up ones."""

import numpy as np
import pytest

from flows.understanding.intents import IntentModel, unit


def _model() -> IntentModel:
    sentences, labels = IntentModel.sentences({"a": ["1", "2"], "b": ["3"]})
    assert sentences == ["1", "2", "3"]
    return IntentModel(["a", "b"], labels, np.array([[1, 0, 0], [1, 0.2, 0], [0, 0, 1]], np.float32))


@pytest.mark.parametrize(("vector", "intent"), [([2, 0.1, 0], "a"), ([0, 0, 3], "b")])
def test_the_closest_comes_first(vector: list[float], intent: str) -> None:
    scores = _model().scores(np.array(vector, np.float32))
    assert [item.intent for item in scores][0] == intent
    assert 1 >= scores[0].score > scores[1].score >= 0


def test_strangers_are_far() -> None:
    assert _model().scores(np.array([0, 1, 0], np.float32))[0].score < 0.48


def test_nothing_is_no_trouble() -> None:
    empty = IntentModel([], np.array([], np.int64), np.zeros((0, 3), np.float32))
    assert empty.scores(np.array([1, 0, 0], np.float32)) == []
    assert _model().scores(np.zeros(3, np.float32))[0].score <= 1
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[0, 0, 0]]
