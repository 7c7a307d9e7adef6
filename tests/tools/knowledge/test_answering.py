"""A question is answered or not; the documents that ship are answered from as they must be."""

import pytest

from benchmarks._knowledge import (
    OWN,
    OWN_QUESTIONS,
    QUESTIONS,
    SHIPPED,
    asked,
    asked_of_own,
    documents,
    questions,
    shares,
)
from benchmarks.knowledge import MUSTS
from tests.flows.linted import shared_embedder
from tests.tools.knowledge.hashed import POLICY, hashed, index
from tools.knowledge.answering import answered
from tools.knowledge.index import Index
from tools.knowledge.question import question_of

THRESHOLD = 0.5


def test_the_answer_has_its_extract_its_source_and_the_passages() -> None:
    made = index(POLICY, "# Fees\n\nA transfer costs 2 euros.\n")
    question = question_of("what does a transfer cost", made)
    answer = answered(question, hashed(question.to_embed), made, made.names)
    assert answer is not None
    assert (answer.extract.text, answer.extract.document) == ("A transfer costs 2 euros.", "second")
    assert answer.passages[0].document == "second"
    assert len(answer.passages) <= len(answer.hits)


def test_nothing_that_may_be_used_and_nothing_that_is_asked() -> None:
    made = index()
    question = question_of("gift cards", made)
    assert answered(question, hashed(question.to_embed), made, ()) is None
    nothing = question_of("um what", made)
    assert answered(nothing, hashed(nothing.to_embed), made, made.names) is None


def test_the_benchmark_has_sixty_questions_and_thirty_without_an_answer() -> None:
    asks = list(questions(QUESTIONS))
    assert (sum(wanted is not None for _, wanted, _ in asks), sum(wanted is None for _, wanted, _ in asks)) == (60, 30)
    own = {ask for ask, _, _ in questions(OWN_QUESTIONS)}
    assert own.isdisjoint(ask for ask, _, _ in asks)


@pytest.mark.models
def test_the_documents_that_ship_are_answered_from() -> None:
    encoder = shared_embedder()._model
    made = Index(documents(encoder, SHIPPED))
    found = shares(asked(encoder, made, QUESTIONS), THRESHOLD)
    assert found["hit_at_3"] >= MUSTS["hit_at_3"]
    assert found["right_source"] >= MUSTS["right_source"]
    assert found["dont_know"] >= MUSTS["dont_know"]


@pytest.mark.models
def test_so_are_those_on_which_it_was_tuned() -> None:
    encoder = shared_embedder()._model
    found = shares(asked_of_own(encoder, documents(encoder, OWN)), THRESHOLD)
    assert found["hit_at_3"] >= 0.90
    assert found["right_source"] >= 0.80
    assert found["dont_know"] >= 0.80
