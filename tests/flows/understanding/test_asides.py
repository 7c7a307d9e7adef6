"""Cues beside other words."""

import asyncio

import pytest

from flows.engine.acts import Act
from flows.understanding.asides import at_the_end, at_the_front, beside
from tests.flows.understanding.stage import AMOUNT, REQUEST, Stage, line


@pytest.mark.parametrize(
    ("said", "act", "rest"),
    [
        ("one moment lunch is ready", "wait", "lunch is ready"),
        ("forget it the whole thing makes no sense", "cancel", "the whole thing makes no sense"),
        ("wait for my friend", None, "wait for my friend"),
        ("hold it to the light", None, "hold it to the light"),
        ("my neighbour is here", None, "my neighbour is here"),
    ],
)
def test_at_the_front(said: str, act: str | None, rest: str) -> None:
    found, behind = at_the_front(line(said))
    assert (found, " ".join(behind.tokens)) == (act, rest)


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("i was miles away say that again", "repeat"),
        ("lunch is ready so bye bye", "goodbye"),
        ("i never want to say that again", None),
        ("my neighbour is here", None),
    ],
)
def test_at_the_end(said: str, act: str | None) -> None:
    assert at_the_end(line(said)) == act


def test_a_plain_act_stays(stage: Stage) -> None:
    acts = [Act("fill", 0.95, slot="amount", value=50)]
    assert asyncio.run(beside(stage.sentence("hold on the postman is here", AMOUNT), acts)) == acts


@pytest.mark.parametrize(("said", "act"), [("one moment the soup boils over", "wait"), ("the soup boils over", None)])
def test_where_nothing_was_understood_the_cue_counts(stage: Stage, said: str, act: str | None) -> None:
    found = asyncio.run(beside(stage.sentence(said, AMOUNT), []))
    assert [item.act for item in found] == ([act] if act else [])


def test_a_request_behind_a_cue_is_one(stage: Stage) -> None:
    request = [Act("start_flow", 0.5, flow="check_balance")]
    sentence = stage.sentence("hold on how much money do I have in the bank", REQUEST, {})
    assert asyncio.run(beside(sentence, request)) == request
