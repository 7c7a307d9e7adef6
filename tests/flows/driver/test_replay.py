"""Recorded conversations run again."""

import asyncio
import json
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.replay import BadLog, read_log, replay
from flows.driver.silent_output import SilentOutput
from flows.engine.events import CallStarted, event_to_json
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, bot


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = []
    log = EventLog(written.append, "small", "hash")
    talk = Conversation(Program(bot(SHOP)), KnownSentences(), SlowTools(0), SilentOutput(), FixedClock(NOW), log)

    async def scenario() -> None:
        await talk.start()
        for text in ("order", "small", "two", "yes", "bye"):
            await talk.hear(text)

    asyncio.run(scenario())
    return written


def _text(lines: list[dict[str, Any]]) -> list[str]:
    return [json.dumps(line) + "\n" for line in lines]


def test_the_same_bot_does_the_same(lines: list[dict[str, Any]]) -> None:
    assert replay(Program(bot(SHOP)), read_log(_text(lines))) is None


def test_another_bot_differs_where_it_says_else(lines: list[dict[str, Any]]) -> None:
    other = Program(bot(SHOP.replace("How many?\n", "How many of them?\n")))
    difference = replay(other, read_log(_text(lines)))
    assert difference is not None
    assert (difference.seq, difference.what) == (3, "command 1")
    assert difference.as_text().startswith("event 3: command 1: recorded ")


def test_a_changed_state_is_a_difference(lines: list[dict[str, Any]]) -> None:
    lines[2]["state"] = "0" * 16
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert (difference.seq, difference.what) == (2, "state")


def test_a_stray_start_is_what_it_was_for_the_engine(lines: list[dict[str, Any]]) -> None:
    """The engine ignored it, so that nothing came of it and the state stayed."""
    stray = {"seq": 3, "event": event_to_json(CallStarted(NOW)), "commands": [], "state": lines[2]["state"]}
    rest = [{**line, "seq": line["seq"] + 1} for line in lines[3:]]
    assert replay(Program(bot(SHOP)), read_log(_text([*lines[:3], stray, *rest]))) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ([], "no header"),
        (["{}"], "no header"),
        (['{"log": 99}'], "version 99"),
        (["nonsense"], "line 1: this is no JSON"),
        (["[1]"], "no JSON object"),
        (["[" * 100_000], "no JSON"),
        (['{"log": 1}', '{"seq": 2, "event": {}}'], "line 2: event 1 is missing"),
        (['{"log": 1}', '{"seq": 1}'], "line 2: event 1 is missing"),
    ],
)
def test_what_is_no_log(text: list[str], problem: str) -> None:
    with pytest.raises(BadLog, match=problem):
        read_log(text)


def test_an_event_that_cannot_be_read() -> None:
    recorded = read_log(['{"log": 1}', '{"seq": 1, "event": {"event": "sneezed"}}'])
    with pytest.raises(BadLog, match="line 2: the event cannot be read"):
        replay(Program(bot(SHOP)), recorded)
