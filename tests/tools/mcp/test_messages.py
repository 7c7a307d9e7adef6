"""Messages: what is one, what it answers, and what we say."""

import asyncio
import json
from typing import Any

import pytest

from tools.mcp.messages import LONG_BYTES, is_answer, is_request, messages_in, read, reply, result_of, written
from tools.mcp.problems import METHOD_NOT_FOUND, Failed, Unusable


@pytest.mark.parametrize("text", ["", "1", '"a"', "null", "[1]", "[null]", "{", "NaN", "[" * 200_000])
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(Unusable):
        messages_in(text)


def test_one_message_or_several_are_read_however_long_they_are() -> None:
    long = {"text": "x" * LONG_BYTES}
    assert messages_in('{"a": 1}') == [{"a": 1}]
    assert asyncio.run(read(json.dumps([{"a": 1}, long]))) == [{"a": 1}, long]


@pytest.mark.parametrize(
    ("message", "answers"),
    [
        ({"id": 1, "result": {}}, True),
        ({"id": 1, "error": {}}, True),
        ({"id": 2, "result": {}}, False),
        ({"id": True, "result": {}}, False),
        ({"id": "1", "result": {}}, False),
        ({"id": 1}, False),
        ({"id": 1, "method": "ping", "result": {}}, False),
    ],
)
def test_an_answer_is_one_to_what_was_asked(message: dict[str, Any], answers: bool) -> None:
    assert is_answer(message, 1) == answers


def test_a_server_that_asks_hears_that_we_are_there_and_no_more() -> None:
    ping, wish = {"id": "p", "method": "ping"}, {"id": 7, "method": "sampling/createMessage"}
    assert is_request(ping)
    assert not is_request({"method": "notifications/progress"})
    assert reply(ping) == {"jsonrpc": "2.0", "id": "p", "result": {}}
    assert (reply(wish)["id"], reply(wish)["error"]["code"]) == (7, METHOD_NOT_FOUND)


def test_an_answer_holds_a_result_or_a_problem() -> None:
    assert result_of({"result": {"a": 1}}) == {"a": 1}
    with pytest.raises(Failed):
        result_of({"error": {"code": -32603}})
    with pytest.raises(Unusable):
        result_of({"result": [1]})


def test_a_message_is_one_line() -> None:
    assert written({"a": "one\ntwo 雨"}) == '{"a":"one\\ntwo 雨"}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        written({"a": float("nan")})
