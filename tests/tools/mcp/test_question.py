"""A call as it is asked: its name, its key, its times, and what cannot be sent."""

from typing import Any

import pytest

from flows.definition.tool import Tool
from flows.definition.tool_server import Server
from flows.engine.commands import CallTool
from tests.tools.bindings.asking import Gifts
from tools.bindings.filling import MAX_BODY_BYTES, CannotFill
from tools.lines import Deadlines
from tools.mcp.question import KEY, Question, check


def question(effect: Any = "read", key: str | None = None, there: str | None = None, **more: Any) -> Question:
    tool = Tool(type="mcp", server=Server(url="https://crm.example", tool=there), effect=effect, **more)
    return Question(tool, CallTool("t-1", "find", {}, 1000, effect, key), Gifts({}), "main", "crm", 0.0)


def test_a_tool_is_called_as_its_server_calls_it() -> None:
    assert question().called == "find"
    assert question(there="customers.find").called == "customers.find"


def test_only_what_writes_has_a_key() -> None:
    assert question("write", "k").meta == {KEY: "k"}
    assert question("write").meta == question("read", "k").meta == {}


def test_times_are_in_seconds() -> None:
    assert question(connect_timeout="1500ms").deadlines == Deadlines(1.5, None)
    assert question(connect_timeout="1500ms", first_byte_timeout="250ms").deadlines == Deadlines(1.5, 0.25)


@pytest.mark.parametrize("value", [float("nan"), b"x", "\ud800", "x" * MAX_BODY_BYTES])
def test_what_cannot_be_sent(value: Any) -> None:
    check(CallTool("t-1", "find", {"a": "x"}, 1000))
    with pytest.raises(CannotFill):
        check(CallTool("t-1", "find", {"a": value}, 1000))
