"""Parts of MCP: events out of bytes, results out of what servers give, values in headers."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.driver.ports import ToolOutcome
from tools.mcp.events import Events
from tools.mcp.messages import is_answer, is_request, messages_in, reply, result_of
from tools.mcp.mirrored import headers_for, sendable, wanted
from tools.mcp.problems import Problem, Unusable, failure
from tools.mcp.results import outcome_of

NAMES = (
    "jsonrpc", "id", "method", "params", "result", "error", "code", "data", "supported", "content", "type", "text",
    "structuredContent", "isError", "resultType", "properties", "x-mcp-header",
)  # fmt: skip


def texts(*several: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text} for text in several]}


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ({"structuredContent": {"a": 1}, **texts("other")}, ToolOutcome({"a": 1})),
        ({"structuredContent": [1]}, ToolOutcome([1])),
        ({"structuredContent": None, **texts('{"a": 1}')}, ToolOutcome({"a": 1})),
        (texts(" [1, 2]\n"), ToolOutcome([1, 2])),
        (texts("{not so"), ToolOutcome({"text": "{not so"})),
        (texts("[" * 100_000), ToolOutcome({"text": "[" * 100_000})),
        (texts("42"), ToolOutcome({"text": "42"})),
        (texts("true"), ToolOutcome({"text": "true"})),
        (texts(""), ToolOutcome({"text": ""})),
        (texts("{}", "{}"), ToolOutcome({"text": "{}\n{}"})),
        (texts("one", "two"), ToolOutcome({"text": "one\ntwo"})),
        (
            {"content": [{"type": "image", "data": "x"}, {"type": "text", "text": "a cat"}]},
            ToolOutcome({"text": "a cat"}),
        ),
        (
            {"content": [{"type": "image", "data": "x"}, {"type": "resource", "resource": {"text": "x"}}]},
            ToolOutcome({}),
        ),
        ({"content": [{"type": "text"}, {"type": "text", "text": 1}]}, ToolOutcome({})),
        ({"content": []}, ToolOutcome({})),
        ({}, ToolOutcome({})),
        ({"isError": True, **texts("no such customer")}, ToolOutcome(error="refused")),
        ({"isError": True, "structuredContent": {"a": 1}}, ToolOutcome(error="refused")),
        ({"isError": False, **texts("x")}, ToolOutcome({"text": "x"})),
        ({"resultType": "complete", **texts("x")}, ToolOutcome({"text": "x"})),
    ],
)
def test_what_a_bot_makes_of_a_result(result: dict[str, Any], outcome: ToolOutcome) -> None:
    assert outcome_of(result) == outcome


@pytest.mark.parametrize(
    "result", [{"content": "x"}, {"content": [1]}, {"content": {}}, {"resultType": "input_required"}]
)
def test_what_is_no_result(result: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        outcome_of(result)


SAID = ["one", "zwei\nZeilen", "雨", '{"a": 1}', " led by a space", "a: b"]


@given(st.lists(st.sampled_from(SAID), max_size=5), st.sampled_from(["\n", "\r\n"]), st.integers(1, 7), st.booleans())
def test_events_are_the_same_however_their_bytes_are_cut(said: list[str], ends: str, size: int, begins: bool) -> None:
    lines = ["\ufeff: hello" if begins else ": hello", ""]
    for text in said:
        lines += ["id: 1", "event: other", "data: left out", "", *(f"data: {line}" for line in text.split("\n")), ""]
    sent = "".join(f"{line}{ends}" for line in lines).encode()
    events = Events()
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    found = [data for piece in pieces for data in events.feed(piece)]
    assert found + events.feed(b"\n") == said


def test_an_event_that_drips_is_no_more_work_than_one_at_once() -> None:
    """Quadratic, it would take minutes."""
    events = Events()
    sent = b"data: " + b"x" * 300_000 + b"\n\n"
    found = [data for byte in sent for data in events.feed(bytes([byte]))]
    assert [len(data) for data in found] == [300_000]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_a_server_says_is_a_result_or_a_problem(said: Any) -> None:
    with suppress(Problem):
        for message in messages_in(json.dumps(said)):
            is_answer(message, 1)
            if is_request(message):
                reply(message)
            outcome_of(result_of(message))
    with suppress(Problem):
        headers_for(wanted(said), said if isinstance(said, dict) else {})
    failure(said)


@pytest.mark.parametrize("text", ["", "1", '"a"', "null", "[1]", "[null]", "{", "NaN", "[" * 200_000])
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(Unusable):
        messages_in(text)


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"error": None}, {"error": "x"}, {"error": {"code": "1"}}, {"error": {"code": True, "data": [1]}},
     {"error": {"data": {"supported": "2026"}}}, {"error": {"code": 1.5}}],
)  # fmt: skip
def test_an_error_without_a_code_has_none(answer: Any) -> None:
    problem = failure(answer, 503)
    assert (problem.code, problem.status, problem.versions) == (None, 503, ())
    assert problem.is_ill


def test_of_an_error_its_code_and_its_versions_are_known_and_no_words() -> None:
    data = {"supported": ["a", 1, "b", *["c"] * 100]}
    problem = failure({"error": {"code": -32022, "message": "4111", "data": data}}, 400)
    assert (problem.code, problem.status, problem.versions[:2]) == (-32022, 400, ("a", "b"))
    assert len(problem.versions) < 25
    assert "4111" not in json.dumps([*map(str, problem.args)])


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("us-west1", "us-west1"),
        ("a b", "a b"),
        ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
        (" padded ", "=?base64?IHBhZGRlZCA=?="),
        ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
        ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
        ("", "=?base64??="),
    ],
)
def test_values_in_headers(text: str, sent: str) -> None:
    assert sendable(text) == sent
