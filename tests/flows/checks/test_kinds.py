"""Which values and types go together."""

from typing import Any

import pytest

from flows.checks.kinds import agree, author_words, holds, result_field, result_kind, words_for
from flows.values.slots import SLOT_TYPES
from tests.flows.checks.small import look, nodes


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("money", 5, True), ("money", "five", False), ("money", True, False), ("integer", 2, True),
        ("integer", 2.5, False), ("number", 2.5, True), ("digits", "0042", True), ("digits", 42, False),
        ("yes_no", True, True), ("yes_no", "yes", False), ("boolean", False, True), ("boolean", 0, False),
        ("text", "", True), ("text", "x", True), ("text", 5, False), ("person", "Maria", True), ("choice", "a", True),
        ("choice", 5, False), ("date", "2026-03-01", True), ("date", "tomorrow", False), ("time", "14:30", True),
        ("time", "half past two", False), ("datetime", "2026-03-01T14:30", True), ("datetime", "x", False),
        ("duration", 90, True), ("duration", "90s", False), ("list", [1], True), ("list", "x", False),
        ("map", {}, True), ("map", [], False), ("text", {}, False), ("number", [1], False), ("money", None, True),
        ("something_else", object(), True),
    ],
)  # fmt: skip
def test_values(kind: str, value: Any, fits: bool) -> None:
    assert holds(kind, value) is fits


@pytest.mark.parametrize(
    ("given", "wanted", "fits"),
    [
        ("money", "number", True), ("integer", "number", True), ("person", "text", True), ("choice", "time", True),
        ("person", "money", False), ("yes_no", "boolean", True), ("yes_no", "text", False), ("date", "date", True),
        ("date", "time", False), ("text", "date", True), ("list", "list", True), ("list", "map", False),
        ("text", "list", False), ("list", "text", False), (None, "money", True), ("money", None, True),
        ("something_else", "money", True), ("something_else", "list", True),
    ],
)  # fmt: skip
def test_types(given: str | None, wanted: str | None, fits: bool) -> None:
    assert agree(given, wanted) is fits


@pytest.mark.parametrize(
    ("expression", "field"),
    [("result.a", "a"), (" result.a ", "a"), ("a", None), ("result.a.b", None), ("result", None)],
)
def test_the_field_of_a_result(expression: str, field: str | None) -> None:
    assert result_field(expression) == field
    assert result_kind(expression, {"a": "money"}) == ("money" if field else None)


def test_every_slot_type_has_words() -> None:
    assert all(words_for(kind) for kind in SLOT_TYPES)


def test_a_refusal_is_said_to_the_author() -> None:
    assert author_words("I need 4 digits, and I heard 3.") == "It needs 4 digits."
    assert author_words("It can be 9 at most.") == "It can be 9 at most."


def test_kinds_of_names() -> None:
    head = "slots: {n: {type: integer}}\nvariables: {v: {type: money}}\n"
    tools = "tools: {t: {returns: {x: date, y: text}, stub: {x: null, y: ''}}}\n"
    calls = ("a: {type: call, tool: t, save: {p: result.x, q: result.x, r: result.y}}",
             "b: {type: call, tool: t, save: {q: result.y, s: result}, next: end}")  # fmt: skip
    sub = "  sub: {inputs: {i: number}, outputs: {o: text}, nodes: {c: {type: set, set: {o: x}, next: end}}}\n"
    seen = look(head + tools + nodes(*calls) + sub)
    assert seen.kinds == {"now": "datetime", "channel": "text", "n": "integer", "v": "money", "p": "date", "r": "text"}
    assert seen.kinds_at(("flows", "sub", "nodes", "c"))["o"] == "text"
    assert "o" not in seen.kinds_at(("flows", "main", "nodes", "a"))
