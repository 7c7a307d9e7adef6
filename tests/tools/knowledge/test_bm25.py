"""BM25 counts rare words most."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge.bm25 import K1, B, Bm25

DOCUMENTS = [["card", "gold", "fee"], ["card", "fee"], ["card"], []]


def test_the_formula() -> None:
    index = Bm25(DOCUMENTS)
    rarity = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    assert index.rarity("gold") == pytest.approx(rarity)
    length = 1 - B + B * 3 / 1.5
    assert index.scores({"gold": 1.0})[0] == pytest.approx(rarity * (K1 + 1) / (1 + K1 * length), rel=1e-5)


def test_rare_words_count_most_and_unknown_ones_nothing() -> None:
    index = Bm25(DOCUMENTS)
    assert index.rarity("nowhere") > index.rarity("gold") > index.rarity("fee") > index.rarity("card") > 0
    assert not index.scores({"nowhere": 1.0}).any()
    assert list(index.places("fee")) == [0, 1]
    assert not len(index.places("nowhere"))
    assert "fee" in index
    assert sorted(index.vocabulary) == ["card", "fee", "gold"]


def test_half_a_word_counts_half() -> None:
    index = Bm25(DOCUMENTS)
    assert np.allclose(index.scores({"fee": 0.5}), index.scores({"fee": 1.0}) / 2)


def test_nothing_at_all() -> None:
    assert Bm25([]).scores({"a": 1.0}).shape == (0,)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8), st.sampled_from("abcdef"))
def test_scores_are_above_zero_where_the_word_stands_and_there_alone(documents: list[list[str]], term: str) -> None:
    scores = Bm25(documents).scores({term: 1.0})
    assert [score > 0 for score in scores] == [term in document for document in documents]
