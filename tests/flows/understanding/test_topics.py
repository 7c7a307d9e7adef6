"""What a call is about, without what is wanted of it."""

import asyncio

import pytest

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.topics import topic
from tests.flows.understanding.stage import REQUEST, Stage


@pytest.fixture(scope="module")
def restaurant(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> Stage:
    return Stage(starter_bots["table_booking"], embedder)


def _asked(stage: Stage, text: str) -> set[str]:
    sentence = stage.sentence(text, REQUEST, {})
    acts = topic(sentence, asyncio.run(sentence.scored()))
    assert all(act.act == "clarify" for act in acts)
    return {flow for act in acts for flow in act.candidates}


@pytest.mark.parametrize(
    "text",
    [
        "it's about my reservation",
        "hello i'm calling about a booking",
        "i have a question about our booking please",
        "something about the reservation",
        "my reservation",
        "can i talk to you about my booking",
        "i need to sort out my reservation",
        "we have to move our booking",
        "can i reschedule my reservation",
    ],
)
def test_a_topic_of_two_flows_is_asked_about(restaurant: Stage, text: str) -> None:
    assert _asked(restaurant, text) == {"book_table", "cancel_booking"}


@pytest.mark.parametrize(
    "text",
    [
        "i want to cancel my booking",
        "a table please",
        "the menu please",
        "it's about the menu",
        "it's about a giraffe",
        "about",
        "my reservation was for eight and now we are nine so i thought i would call you",
    ],
)
def test_what_says_more_or_speaks_of_one_flow_is_not(restaurant: Stage, text: str) -> None:
    assert _asked(restaurant, text) == set()


def test_a_verb_that_a_flow_knows_says_what_is_wanted(stage: Stage) -> None:
    assert _asked(stage, "i need to look into my account") == {"check_balance", "transfer"}
    assert _asked(stage, "can you check on my account") == set()


def test_nobody_who_hands_over_is_a_candidate(stage: Stage) -> None:
    assert "person" not in _asked(stage, "it's about my account")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("is the manager in on mondays", "opening_hours"),
        ("when can i see one of your colleagues", "opening_hours"),
        ("is there still somebody there at six", "opening_hours"),
    ],
)
def test_asking_after_a_person_may_ask_for_something_else(stage: Stage, text: str, other: str) -> None:
    asked = _asked(stage, text)
    assert {"person", other} <= asked
    assert len(asked) <= 3


@pytest.mark.parametrize(
    "text",
    ["is there anyone i can talk to directly", "is there a person instead of this machine", "is it open on mondays"],
)
def test_who_asks_for_nobody_but_a_person_is_not_asked_back(stage: Stage, text: str) -> None:
    assert _asked(stage, text) == set()


def test_a_topic_in_other_words_than_the_examples_is_asked_about(restaurant: Stage) -> None:
    assert _asked(restaurant, "it's about saturday evening") == {"book_table", "opening_hours"}
