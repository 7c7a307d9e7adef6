"""What of an answer becomes a result."""

import pytest
from pydantic import ValidationError

from flows.definition.tool_response import NAMES, Response
from tests.flows.checks.small import MAIN, told
from tests.flows.small_bots import bot


def _tool(response: str) -> str:
    return f"tools: {{t: {{type: http, request: {{url: 'https://x.example.com'}}, response: {response}}}}}\n{MAIN}"


def test_it_is_read_as_it_is_written() -> None:
    made = bot(_tool("{fields: {state: body.state}, statuses: [404], progress: body.percent}")).tools["t"].response
    assert made == Response(fields={"state": "body.state"}, statuses=(404,), progress="body.percent")
    assert Response() == Response(fields={}, statuses=(), progress=None)
    assert NAMES == ("body", "status", "headers")


@pytest.mark.parametrize("status", [200, 404, 499])
def test_statuses_that_are_answers(status: int) -> None:
    assert Response(statuses=(status,)).statuses == (status,)


@pytest.mark.parametrize("status", [100, 199, 500, 503])
def test_statuses_that_cannot_be(status: int) -> None:
    with pytest.raises(ValidationError, match="lies between 200 and 499"):
        Response(statuses=(404, status))
    assert told(_tool(f"{{statuses: [{status}]}}")) == [("schema.value", "tools.t.response")]
