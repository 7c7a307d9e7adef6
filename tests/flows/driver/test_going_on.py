"""What is left to do of a conversation that was broken off, worked out from its log."""

from typing import Any

import pytest

from flows.driver.going_on import Heard, Place, Unsaid, left_over, rest_of
from flows.engine.commands import CallTool, Listen, Say

NOW = "2026-11-29T12:00:00.000+00:00"
EXPECTS = {"kind": "slot", "flow": "rent", "node": "which", "slot": "boat"}
LISTEN = {"command": "listen", "expectation": EXPECTS, "no_input_ms": 6000}
TOOL = {
    "command": "call_tool", "id": "t1", "tool": "get_price", "arguments": {"boat": "anna"}, "timeout_ms": 4000,
    "effect": "write", "idempotency_key": "key-1",
}  # fmt: skip


def say(text: str, **more: Any) -> dict[str, Any]:
    return {"command": "say", "text": text, **more}


def lines(*events: tuple[dict[str, Any], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"seq": seq, "event": {"now": NOW, **event}, "commands": commands, "trace": [{"node": str(seq)}]}
        for seq, (event, commands) in enumerate(events, start=1)
    ]


STARTED = {"event": "call_started"}, [say("Hello."), say("How can I help?"), LISTEN]
SAID = {"event": "user_said", "understanding": {"text": "a boat", "acts": [{"act": "start_flow", "flow": "rent"}]}}
RETURNED = {"event": "tool_returned", "id": "t1", "result": {"price": 30}}
HEARD = {"event": "user_interrupted", "heard": "Which"}


def texts(unsaid: tuple[Unsaid, ...]) -> list[tuple[str, int]]:
    return [(left.say.text, left.clauses) for left in unsaid]


@pytest.mark.parametrize(
    ("heard", "said", "unsaid", "again"),
    [
        (None, [], [("Hello.", 0), ("How can I help?", 0)], False),
        (Heard(Place(1, 0), 0), [], [("Hello.", 0), ("How can I help?", 0)], False),
        (Heard(Place(1, 0)), ["Hello."], [("How can I help?", 0)], False),
        (Heard(Place(1, 1), 2), ["Hello."], [("How can I help?", 2)], False),
        (Heard(Place(1, 1)), ["Hello."], [("How can I help?", 0)], True),
    ],
)
def test_what_was_not_heard_is_left(heard: Heard | None, said: list[str], unsaid: Any, again: bool) -> None:
    left = left_over(lines(STARTED), heard)
    assert [each.text for each in left.said] == said
    assert texts(left.unsaid) == unsaid
    assert left.again is again
    assert left.unheard is (heard is None or heard.clauses == 0)
    assert [type(command) for command in left.pending] == [Listen]
    assert (left.turn, left.record.said) == (0, ["Hello.", "How can I help?"])


def test_what_was_heard_of_an_earlier_turn_says_nothing_of_this_one() -> None:
    left = left_over(lines(STARTED, (SAID, [say("Which boat?"), LISTEN])), Heard(Place(1, 1)))
    assert texts(left.unsaid) == [("Which boat?", 0)]
    assert left.turn == 1
    assert left.record.user == "a boat"
    assert [act.flow for act in left.record.acts] == ["rent"]


def test_a_tool_that_has_not_come_back_is_waited_for() -> None:
    left = left_over(lines(STARTED, (SAID, [say("One moment."), TOOL])), Heard(Place(2, 0)))
    (tool,) = left.pending
    assert isinstance(tool, CallTool)
    assert (tool.id, tool.idempotency_key) == ("t1", "key-1")
    assert (left.unsaid, left.again) == ((), False)


def test_a_turn_of_several_lines_is_one() -> None:
    told = lines(STARTED, (SAID, [say("One moment."), TOOL]), (RETURNED, [say("It is $30."), LISTEN]))
    left = left_over(told, Heard(Place(2, 0)))
    assert [each.text for each in left.said] == ["One moment."]
    assert texts(left.unsaid) == [("It is $30.", 0)]
    assert left.unsaid[0].place == Place(3, 0)
    assert left.record.called == [{"tool": "get_price", "with": {"boat": "anna"}, "result": {"price": 30}}]
    assert [step["node"] for step in left.record.trace] == ["2", "3"]


def test_what_the_caller_spoke_over_is_not_said_but_for_the_question() -> None:
    told = lines(STARTED, (SAID, [say("Good choice."), say("Which boat?"), LISTEN]), (HEARD, []))
    left = left_over(told, Heard(Place(2, 0), 0))
    assert texts(left.unsaid) == [("Which boat?", 0)]
    assert [type(command) for command in left.pending] == [Listen]
    assert left.turn == 1


def test_a_question_that_no_words_of_this_turn_put_is_found_before_it() -> None:
    told = lines(STARTED, ({"event": "key_pressed", "key": "1"}, [LISTEN]))
    assert texts(left_over(told, None).unsaid) == [("How can I help?", 0)]


@pytest.mark.parametrize("kept", [None, {}, {"line": "1", "text": 0, "clauses": None}, [1, 2]])
def test_a_mark_that_cannot_be_read_is_none(kept: Any) -> None:
    assert Heard.of(kept) is None


def test_a_mark_goes_through_json() -> None:
    for heard in (Heard(Place(3, 1)), Heard(Place(1, 0), 4)):
        assert Heard.of(heard.as_json()) == heard


def test_the_rest_of_a_text_begins_at_a_clause() -> None:
    left = Unsaid(Place(1, 0), Say("Hello, Ann. Where to?", spoken="Hallo, Enn. Where to?", barge_in=False), 1)
    before, rest = rest_of(left, ["Hallo, Enn.", "Where to?"], ["Hello, Ann.", "Where to?"])
    assert before == "Hallo, Enn."
    assert (rest.text, rest.spoken, rest.barge_in) == ("Where to?", "Where to?", False)
    before, rest = rest_of(left, ["Hallo,", "Enn.", "Where to?"], ["Hello, Ann.", "Where to?"])
    assert (before, rest.text) == ("Hallo,", "Enn. Where to?")  # it falls into other clauses than it is written in
    assert rest_of(left, ["Hallo, Enn. Where to?"], []) == ("", left.say)


def test_a_summary_that_came_belongs_to_the_turn_before_it() -> None:
    asks = [say("Which boat?"), LISTEN]
    left = left_over(lines(STARTED, (SAID, asks), ({"event": "summed_up", "text": "A boat.", "through": 1}, [])), None)
    assert (left.turn, texts(left.unsaid)) == (1, [("Which boat?", 0)])
    assert [type(command) for command in left.pending] == [Listen]
