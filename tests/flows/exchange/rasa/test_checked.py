"""What the checks find in a bot that was made is mended, answered or told."""

from typing import Any

from flows.exchange.rasa.checked import checked
from flows.exchange.rasa.report import Report
from flows.loader.load import load_text
from tests.flows.exchange.rasa.small import told


def _bot(nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    flows = {"main": {"nodes": nodes}}
    return {
        "voxloom": 1,
        "bot": "b",
        "start": "main",
        **more,
        "defaults": {"on_fail": "handoff", "on_error": "handoff"},
        "flows": flows,
    }


def test_values_that_may_be_missing_are_said_as_nothing() -> None:
    report = Report()
    bot = _bot({"a": {"type": "say", "say": "It is {{ x }}.", "next": "end"}}, variables={"x": {"type": "text"}})
    text = checked(bot, "h", report)
    assert '{{ x | default("") }}' in text
    assert load_text(text).findings == ()
    assert "said as nothing" in told(report)[0]


def test_and_are_not_given_to_tools() -> None:
    call = {"type": "call", "tool": "t", "with": {"x": "{{ x }}"}, "next": "end"}
    tools = {"t": {"arguments": {"x": "text"}, "stub": {}}}
    text = checked(_bot({"a": call}, variables={"x": {"type": "text"}}, tools=tools), "h", Report())
    assert "with" not in text
    assert load_text(text).findings == ()


def test_what_the_author_decided_is_answered_at_its_line() -> None:
    report = Report()
    tools = {"pay": {"effect": "write", "idempotency_key": "auto", "stub": {}}}
    text = checked(_bot({"a": {"type": "call", "tool": "pay", "next": "end"}}, tools=tools), "h", report)
    assert "      # lint ok tool.unconfirmed: the Rasa project asks for no confirmation either\n      a: {" in text
    assert load_text(text).findings == ()
    (item,) = report.items()
    assert text.splitlines()[item.line - 1].startswith("      a: {")


def test_errors_are_told_as_such() -> None:
    report = Report()
    checked(_bot({"a": {"type": "say", "say": "x", "next": "a"}}), "h", report)
    assert [item.outcome for item in report.items()] == ["error"]
