"""Intents by vectors, with made-up ones."""

import numpy as np
import pytest

from flows.understanding import intents
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


def test_several_sentences_at_once_score_as_each_alone() -> None:
    vectors = unit(np.array([[2, 0.1, 0], [0, 1, 1], [1, 0, 1]], np.float32))
    model = _model()
    told = [{item.intent: item.score for item in model.scores(vector)} for vector in vectors]
    assert model.table(vectors) == pytest.approx(np.array([[row["a"], row["b"]] for row in told]))


def test_the_order_of_the_examples_changes_nothing() -> None:
    rows = np.array([[1, 0, 0], [0, 0, 1], [1, 0.2, 0]], np.float32)
    mixed = IntentModel(["a", "b"], np.array([0, 1, 0], np.int64), rows)
    vector = unit(np.array([[2, 0.1, 0.5]], np.float32))
    assert mixed.table(vector) == pytest.approx(_model().table(vector))


def test_an_intent_without_examples_is_never_meant() -> None:
    model = IntentModel(["a", "none", "b"], np.array([0, 2], np.int64), np.array([[1, 0], [0, 1]], np.float32))
    assert model.scores(np.array([0.7, 0.7], np.float32))[-1].intent == "none"


def test_intents_of_many_kinds_of_words_allow_more_distance() -> None:
    close = unit(np.array([[1, 0, 0.1], [1, 0, -0.1], [0, 1, 0]], np.float32))
    wide = unit(np.array([[1, 0, 0.9], [1, 0, -0.9], [0, 1, 0]], np.float32))
    labels = np.array([0, 0, 1], np.int64)
    allowed = [IntentModel(["a", "b"], labels, rows)._allowed[0] for rows in (close, wide)]
    assert allowed[1] > allowed[0]


def test_a_close_second_makes_less_sure() -> None:
    rows = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    alone = IntentModel(["a", "b"], np.array([0, 1], np.int64), rows)
    (plain, doubtful) = alone.table(np.array([[0.8, 0, 0.6], [0.8, 0.6, 0]], np.float32))
    assert doubtful[0] < plain[0]


def test_of_many_examples_only_those_of_likely_intents_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(2)
    middles = unit(chance.normal(size=(20, 12)).astype(np.float32))
    labels = np.repeat(np.arange(20), 6)
    rows = unit(middles[labels] + chance.normal(scale=0.1, size=(120, 12)).astype(np.float32))
    model = IntentModel([str(number) for number in range(20)], labels.astype(np.int64), rows)
    asked = unit(middles + chance.normal(scale=0.1, size=(20, 12)).astype(np.float32))
    every = model.measures(asked)
    monkeypatch.setattr(intents, "MANY", 100)
    some = model.measures(asked)
    looked_at = some.nearest > -1
    assert (looked_at.sum(axis=1) == intents.LOOKED_AT).all()
    assert some.nearest[looked_at] == pytest.approx(every.nearest[looked_at], abs=1e-5)
    assert some.mixed.argmax(axis=1).tolist() == every.mixed.argmax(axis=1).tolist() == list(range(20))
