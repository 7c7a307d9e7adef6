"""Every event in every phase, doubled, late and out of order: nothing raises, nothing else changes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows.engine.acts import Act, Understanding
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, Talk

EVENTS: dict[str, Event] = {
    "call_started": CallStarted(NOW),
    "user_said": UserSaid(Understanding("…", (Act("affirm"),)), NOW),
    "user_silent": UserSilent(NOW),
    "key_pressed": KeyPressed("1", NOW),
    "user_interrupted": UserInterrupted("Sho", NOW),
    "tool_returned": ToolReturned("tool-99", NOW, {"price": 1}),
    "model_returned": ModelReturned("model-1", NOW),
    "handed_off": HandedOff("returned", NOW),
    "call_ended": CallEnded(NOW),
}


def _new() -> Talk:
    return Talk(SHOP, begin=False)


def _idle() -> Talk:
    return Talk(SHOP)


def _asked() -> Talk:
    talk = Talk(SHOP)
    talk.ask_for("order")
    return talk


def _read_back() -> Talk:
    talk = _asked()
    talk.give(size="small", count=2)
    return talk


def _tool() -> Talk:
    talk = _read_back()
    talk.act(Act("affirm"))
    return talk


def _handed_off() -> Talk:
    talk = _asked()
    talk.act(Act("human"))
    return talk


def _ended() -> Talk:
    talk = _asked()
    talk.act(Act("goodbye"))
    return talk


PHASES: dict[str, Callable[[], Talk]] = {
    "new": _new, "idle": _idle, "asked": _asked, "read_back": _read_back, "tool": _tool, "handed_off": _handed_off,
    "ended": _ended,
}  # fmt: skip
LISTENING = {"idle", "asked", "read_back"}
TAKEN = {
    "user_said": LISTENING,
    "user_silent": LISTENING,
    "key_pressed": {"asked", "read_back"},
    "user_interrupted": {"new", "idle", "asked", "read_back", "tool", "handed_off"},
    "handed_off": {"handed_off"},
    "call_ended": {"new", "idle", "asked", "read_back", "tool", "handed_off"},
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("phase", PHASES)
def test_what_does_not_fit_changes_nothing_and_leaves_a_line(phase: str, event: str) -> None:
    talk = PHASES[phase]()
    before = talk.state
    talk.send(EVENTS[event])
    if phase in TAKEN.get(event, set()):
        assert talk.state != before
        return
    assert talk.state == before
    assert talk.commands == ()
    assert len(talk.why()) == 1
    assert talk.why()[0] in ("ignored", "key_without_question")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("phase", PHASES)
def test_twice_is_no_harm(phase: str, event: str) -> None:
    talk = PHASES[phase]()
    talk.send(EVENTS[event])
    talk.send(EVENTS[event])


def test_a_result_comes_once() -> None:
    talk = _tool()
    assert talk.state.tool is not None
    returned = ToolReturned(talk.state.tool.id, NOW, {"price": 9})
    assert talk.send(returned)[0] == "That is $9."
    after = talk.state
    talk.send(returned)
    assert talk.state == after


def test_a_result_after_the_end_is_ignored() -> None:
    talk = _tool()
    assert talk.state.tool is not None
    tool = talk.state.tool.id
    talk.hang_up()
    assert talk.send(ToolReturned(tool, NOW, {"price": 9})) == []
    assert talk.state.ended is not None
    assert talk.state.ended.reason == "hangup"


@pytest.mark.parametrize("error", ["timeout", "unavailable", "refused", "anything"])
def test_a_failing_tool_takes_its_way_out(error: str) -> None:
    talk = _tool()
    assert talk.returns(error=error)[0] == "The shop is closed."


@pytest.mark.parametrize("result", [None, [], "text", 7, {"cost": 1}, {"price": None}])
def test_a_result_that_cannot_be_used_is_a_failure(result: object) -> None:
    talk = _tool()
    said = talk.returns(result)
    assert said[0] in ("The shop is closed.", "I'm sorry, that isn't working right now.")
    assert talk.state.ended is None


def test_without_any_way_out_on_error_speaks() -> None:
    text = SHOP.replace("        on_error: broken\n", "").replace(
        "broken: {type: say, say: The shop is closed., next: handoff}", ""
    )
    talk = Talk("voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff}\n" + text)
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    assert talk.returns(error="timeout")[0] == "I'm sorry, that isn't working right now."


def test_values_of_the_caller_are_variables_where_they_are_declared() -> None:
    nodes = "{a: {type: say, say: 'Hi {{ first_name }}.', next: end}}"
    text = f"variables: {{first_name: {{type: person, from: caller}}}}\nflows: {{main: {{nodes: {nodes}}}}}\n"
    assert Talk(text, first_name="Ann", stranger=1).said == ["Hi Ann."]


def test_interrupted_words_are_kept_for_the_turn() -> None:
    talk = _asked()
    talk.interrupt("Which")
    assert talk.state.heard == "Which"
    talk.mumble()
    assert talk.state.heard is None


def test_the_same_event_gives_the_same_sprint() -> None:
    first, second = _read_back(), _read_back()
    first.act(Act("affirm"))
    second.act(Act("affirm"))
    assert first.sprint == second.sprint


def test_speculation_leaves_no_trace() -> None:
    talk = _asked()
    before = talk.state
    talk.give(size="small")
    assert replace(before) == before
    assert before.slots == {}


def test_on_start_comes_before_the_start_flow() -> None:
    own = "  on_start: {nodes: {note: {type: say, say: This call is recorded., next: end}}}\n"
    assert Talk(SHOP + own).said == ["This call is recorded.", "Shop."]
    asking = "  on_start: {nodes: {note: {type: ask, slot: gift, say: May we record?, next: end}}}\n"
    talk = Talk(SHOP + asking)
    assert talk.said == ["May we record?"]
    assert talk.give(gift=True) == ["Shop."]
