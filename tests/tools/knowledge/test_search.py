"""Words and vectors together find the passage, and its sentence."""

import numpy as np

from tests.tools.knowledge.hashed import POLICY, hashed, index
from tools.knowledge.index import Index
from tools.knowledge.question import Meant, meant, question_of
from tools.knowledge.search import Hit, search

OTHER = "# Fees\n\nA transfer costs 2 euros. Transfers take two days.\n"


def found(text: str, made: Index, names: tuple[str, ...] | None = None) -> list[Hit]:
    return search(asked(text, made), made, made.of(names if names is not None else made.names))


def asked(text: str, made: Index) -> Meant:
    question = question_of(text, made)
    return meant(question, hashed(question.to_embed), made)


def test_the_passage_and_its_sentence() -> None:
    made = index(POLICY, OTHER)
    best = found("how many days do members have", made)[0]
    passage = made.places[best.place].passage
    assert passage.sentences[best.sentence].text == "Members have 60 days."
    assert best.of_the_kind
    assert 0 < best.covered <= 1


def test_only_what_may_be_used_is_found() -> None:
    made = index(POLICY, OTHER)
    assert {made.places[hit.place].document for hit in found("gift cards", made, ("second",))} == {"second"}
    assert found("gift cards", made, ()) == []


def test_what_is_best_comes_first() -> None:
    made = index(POLICY, OTHER)
    scores = [hit.score for hit in found("what does a transfer cost", made)]
    assert scores == sorted(scores, reverse=True)
    assert made.places[found("what does a transfer cost", made)[0].place].document == "second"


def test_a_document_that_does_not_speak_of_the_act_is_known_from_one_that_does() -> None:
    made = index(POLICY, "# Shop\n\nWe exchange tickets of the tram.\n\n## Times\n\nTickets are there at 9.\n")
    hits = found("do you exchange tickets", made)
    of = {made.places[hit.place].passage.heading: (hit.other_act, hit.act_unknown) for hit in hits}
    assert of["Shop"] == (0.0, 0.0)
    assert of["Times"] == (1.0, 0.0)
    assert of["What stays with you"] == (1.0, 1.0)
    assert {hit.other_act for hit in found("which tickets do you exchange", made)} == {0.0}


def test_the_figures_are_numbers_between_0_and_1() -> None:
    made = index(POLICY, OTHER)
    for hit in found("gift cards and helicopters", made):
        assert all(np.isfinite(value) for value in (hit.score, hit.likeness, hit.words, hit.covered))
        assert 0 <= hit.words <= 1
        assert 0 <= hit.covered <= 1
