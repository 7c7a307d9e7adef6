"""What takes back what a tool has done."""

import pytest

from flows.definition.tool_undo import Undo
from tests.flows.checks.small import MAIN, told
from tests.flows.small_bots import bot


def _tools(undo: str) -> str:
    book = f"book: {{effect: write, idempotency_key: auto, confirmed: true, on_interrupt: compensate, undo: {undo}}}"
    return f"tools: {{{book}, unbook: {{arguments: {{number: text}}, stub: {{}}}}}}\n{MAIN}"


def test_it_is_read_as_it_is_written() -> None:
    made = bot(_tools("{tool: unbook, with: {number: result.number}}"), warnings=True).tools["book"].undo
    assert made == Undo(tool="unbook", **{"with": {"number": "result.number"}})
    assert made.arguments == {"number": "result.number"}
    assert Undo(tool="unbook").arguments == {}


@pytest.mark.parametrize(
    ("undo", "code", "where"),
    [
        ("{with: {number: '1'}}", "schema.missing", "tools.book.undo.tool"),
        ("{tool: unbook, arguments: {number: '1'}}", "schema.unknown", "tools.book.undo.arguments"),
        ("unbook", "schema.type", "tools.book.undo"),
    ],
)
def test_what_it_is_not(undo: str, code: str, where: str) -> None:
    assert (code, where) in told(_tools(undo))
