"""What takes back what a tool has done: there when it is wanted, and called with what it takes."""

import pytest

from flows.checks.undone import fitting_undo
from tests.flows.checks.small import MAIN, look, told

WRITES = "effect: write, idempotency_key: auto, confirmed: true"
BACK = "unbook: {arguments: {number: text}, stub: {}}"


def _found(fields: str, others: str = BACK) -> list[tuple[str, str, str]]:
    text = f"tools: {{book: {{arguments: {{boat: text}}, stub: {{}}, {fields}}}, {others}}}\n{MAIN}"
    return [(found.code, found.path, found.severity) for found in fitting_undo(look(text))]


@pytest.mark.parametrize(
    "fields",
    [
        f"{WRITES}, on_interrupt: compensate, undo: {{tool: unbook, with: {{number: result.number}}}}",
        f"{WRITES}, on_interrupt: compensate, undo: {{tool: unbook, with: {{number: boat}}}}",
        f"{WRITES}, on_interrupt: finish",
        "on_interrupt: cancel",
    ],
)
def test_what_goes_together(fields: str) -> None:
    assert _found(fields) == []


@pytest.mark.parametrize(
    ("fields", "where", "severity"),
    [
        (f"{WRITES}, on_interrupt: compensate", "on_interrupt", "error"),
        (f"{WRITES}, undo: {{tool: unbook, with: {{number: boat}}}}", "undo", "warning"),
        (f"{WRITES}, on_interrupt: finish, undo: {{tool: unbook, with: {{number: boat}}}}", "undo", "warning"),
        (f"{WRITES}, on_interrupt: compensate, undo: {{tool: book, with: {{boat: boat}}}}", "undo.tool", "error"),
        (f"{WRITES}, on_interrupt: cancel", "on_interrupt", "warning"),
    ],
)
def test_what_does_not(fields: str, where: str, severity: str) -> None:
    assert _found(fields) == [("tool.interrupt", f"tools.book.{where}", severity)]


@pytest.mark.parametrize(
    ("undo", "code", "where"),
    [
        ("{tool: unbok, with: {}}", "name.unknown", "undo.tool"),
        ("{tool: unbook, with: {number: boat, of: boat}}", "tool.argument", "undo.with.of"),
        ("{tool: unbook, with: {numbr: boat}}", "tool.argument", "undo.with.numbr"),
        ("{tool: unbook, with: {}}", "tool.argument", "undo"),
        ("{tool: unbook}", "tool.argument", "undo"),
        ("{tool: unbook, with: {number: ship}}", "name.unknown", "undo.with.number"),
        ("{tool: unbook, with: {number: 'result.'}}", "condition.syntax", "undo.with.number"),
    ],
)
def test_the_call_that_takes_it_back(undo: str, code: str, where: str) -> None:
    fields = f"{WRITES}, on_interrupt: compensate, undo: {undo}"
    assert _found(fields) == [(code, f"tools.book.{where}", "error")]


def test_what_it_is_given_means_an_argument_in_its_request() -> None:
    undo = f"{WRITES}, on_interrupt: compensate, undo: {{tool: unbook, with: {{number: boat}}}}"
    back = "unbook: {type: http, request: {url: 'https://x.example/{{ number }}'}, stub: {}}"
    text = f"tools: {{book: {{arguments: {{boat: text}}, stub: {{}}, {undo}}}, {back}}}\n{MAIN}"
    assert told(text) == []
    assert told(text.replace("{number: boat}", "{no: boat}")) == [("name.unknown", "tools.unbook.request.url")]
