"""What of an answer becomes the result of a tool."""

import asyncio
import json
from typing import Any

import pytest

from flows.definition.tool_response import Response
from flows.driver.ports import ToolOutcome
from tools.bindings.answers import LONG_BYTES, outcome_of, read
from tools.bindings.exchange import Answer

CARD = {"data": {"card": {"state": "blocked", "limit": 500}}, "items": [{"id": 7}, {"id": 8}]}


def answered(body: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, kind, sent, {"content-type": kind, **headers})


def test_fields_are_taken_by_expressions() -> None:
    fields = {
        "state": "body.data.card.state", "limit": "body.data.card.limit", "first": "body.items[0].id",
        "many": "size(body.items) > 1", "left": 'headers["x-left"]', "status": "status", "all": "body.items",
        "over": "body.data.card.limit > 400 and status == 200",
    }  # fmt: skip
    outcome = outcome_of(answered(CARD, x_left="3", **{"x-left": "3"}), Response(fields=fields), "it")
    assert outcome == ToolOutcome(
        {
            "state": "blocked", "limit": 500, "first": 7, "many": True, "left": "3", "status": 200,
            "all": [{"id": 7}, {"id": 8}], "over": True,
        }
    )  # fmt: skip


def test_a_field_that_is_not_there_is_left_out() -> None:
    fields = {"state": "body.data.card.state", "gone": "body.data.account.name", "bad": "body.items + 1"}
    assert outcome_of(answered(CARD), Response(fields=fields), "it") == ToolOutcome({"state": "blocked"})
    assert outcome_of(answered([1, 2]), Response(fields={"first": "body[0]"}), "it") == ToolOutcome({"first": 1})


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (answered(b"<h1>Not found</h1>", 404, "text/html"), ToolOutcome({"found": False})),
        (answered({"error": "no such card"}, 404), ToolOutcome({"found": False})),
        (answered(b"", 404), ToolOutcome({"found": False})),
        (answered({}, 200), ToolOutcome({"found": True})),
        (answered({}, 403), ToolOutcome(error="refused")),
        (answered({}, 503), ToolOutcome(error="unavailable")),
        (answered(b"<h1>Hello</h1>", 200, "text/html"), ToolOutcome(error="unavailable")),
    ],
)
def test_a_status_may_be_an_answer(answer: Answer, outcome: ToolOutcome) -> None:
    response = Response(fields={"found": "status != 404"}, statuses=(404,))
    assert outcome_of(answer, response, "it") == outcome


@pytest.mark.parametrize("status", [0, 100, 199, 500, 503])
def test_what_can_be_no_answer_is_none(status: int) -> None:
    with pytest.raises(ValueError, match="."):
        Response(statuses=(status,))


def test_a_long_answer_gives_the_same() -> None:
    body = {**CARD, "padding": "x" * LONG_BYTES}
    outcome = asyncio.run(read(answered(body), Response(fields={"first": "body.items[0].id"}), "it"))
    assert outcome == ToolOutcome({"first": 7})


def test_a_list_that_is_longer_than_anybody_goes_through_leaves_its_field_out() -> None:
    body = {"l": list(range(20_000)), "a": 1}
    fields = {"many": "body.l.filter(x, x > 5)", "a": "body.a"}
    assert asyncio.run(read(answered(body), Response(fields=fields), "it")) == ToolOutcome({"a": 1})
