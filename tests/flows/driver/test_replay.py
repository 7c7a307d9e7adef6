"""Recorded conversations run again."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog, hash_of
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


def test_a_changed_value_is_a_difference_with_its_path(lines: list[dict[str, Any]]) -> None:
    """The recorded state comes from the changes of all lines up to this one."""
    at = next(at for at, line in enumerate(lines) if line.get("changes", {}).get("slots", {}).get("count") == 2)
    lines[at]["changes"]["slots"]["count"] = 3
    lines[at]["state"] = "0" * 16
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert (difference.seq, difference.what) == (at, "state slots.count")
    assert difference.as_text() == f"event {at}: state slots.count: recorded 3, now 2"


def test_a_place_in_the_stack_has_a_path(lines: list[dict[str, Any]]) -> None:
    at = next(at for at, line in enumerate(lines) if line.get("changes", {}).get("stack"))
    lines[at]["changes"]["stack"][0]["node"] = "else"
    lines[at]["state"] = "0" * 16
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert (difference.what, difference.recorded) == ("state stack[0].node", "else")


def test_another_way_to_the_same_state_is_a_difference(lines: list[dict[str, Any]]) -> None:
    step = lines[3]["trace"].pop()
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert (difference.seq, difference.what) == (3, f"trace {len(lines[3]['trace']) + 1}")
    assert difference.as_text().startswith(f"event 3: {difference.what}: recorded nothing, now {{")
    assert difference.replayed == step


def test_version_1_of_the_log_replays_too(lines: list[dict[str, Any]]) -> None:
    old = [
        {**lines[0], "log": 1},
        *({k: v for k, v in line.items() if k not in ("changes", "trace")} for line in lines[1:]),
    ]
    assert replay(Program(bot(SHOP)), read_log(_text(old))) is None
    old[2]["state"] = "0" * 16
    difference = replay(Program(bot(SHOP)), read_log(_text(old)))
    assert difference is not None
    assert (difference.seq, difference.what) == (2, "state")


def test_fields_that_were_added_since_are_no_difference(lines: list[dict[str, Any]]) -> None:
    """An engine of last year wrote neither `barge_in` nor `patient`."""
    state: dict[str, Any] = {}
    for line in lines[1:]:
        for command in line["commands"]:
            command.pop("barge_in", None)
        line["changes"].pop("patient", None)
        state |= line["changes"]
        line["state"] = hash_of(state)
    assert replay(Program(bot(SHOP)), read_log(_text(lines))) is None


def test_fields_that_hold_something_since_are_no_difference(lines: list[dict[str, Any]]) -> None:
    """An engine of last year did not remember what was done."""
    state: dict[str, Any] = {}
    for line in lines[1:]:
        line["changes"].pop("done", None)
        for frame in line["changes"].get("stack", ()):
            for name in ("task", "wrote", "told"):
                del frame[name]
        state |= line["changes"]
        line["state"] = hash_of(state)
    assert replay(Program(bot(SHOP)), read_log(_text(lines))) is None
    lines[3]["changes"]["slots"] = {"size": "small", "count": 3}
    lines[3]["state"] = hash_of({})
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert difference.what.startswith("state slots.count")


def test_every_beginning_of_a_log_replays(lines: list[dict[str, Any]]) -> None:
    for length in range(1, len(lines) + 1):
        assert replay(Program(bot(SHOP)), read_log(_text(lines[:length]))) is None


def test_an_event_that_the_engine_cannot_take_is_a_difference(lines: list[dict[str, Any]]) -> None:
    lines[2]["event"]["understanding"]["acts"] = [{"act": "clarify", "candidates": ["no_such_flow"]}]
    difference = replay(Program(bot(SHOP)), read_log(_text(lines)))
    assert difference is not None
    assert difference.seq == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_edited_logs_are_read_or_refused(lines: list[dict[str, Any]], data: st.DataObject) -> None:
    """Whatever stands in a log, there is a result: the same, a difference, or the line that is no log."""
    edited = json.loads(json.dumps(lines))
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = edited
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
                place[key] = data.draw(JSON)
                break
            place = place[key]
    text = "".join(_text(edited))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(text))))
    told = _outcome(text[:cut])
    assert told == "the same" or told.startswith(("line ", "event "))
    assert "\n" not in told


def _outcome(text: str) -> str:
    try:
        difference = replay(Program(bot(SHOP)), read_log(text.splitlines(keepends=True)))
    except BadLog as problem:
        return str(problem)
    return "the same" if difference is None else difference.as_text()


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
