"""Where a tool of type `mcp` lives."""

import pytest
from pydantic import ValidationError

from flows.definition.tool_request import MAX_URL_CHARACTERS
from flows.definition.tool_server import MAX_NAME_CHARACTERS, Server
from tests.flows.checks.small import MAIN
from tests.flows.small_bots import bot

URL = "https://crm.example.com/mcp"


def test_it_is_read_as_it_is_written() -> None:
    made = bot(f"tools: {{t: {{type: mcp, server: {{url: '{URL}', tool: find}}}}}}\n{MAIN}").tools["t"].server
    assert made == Server(url=URL, tool="find")
    made = bot(f"tools: {{t: {{type: mcp, server: {{program: notes}}}}}}\n{MAIN}").tools["t"].server
    assert made == Server(program="notes")


@pytest.mark.parametrize("fields", [{}, {"tool": "find"}, {"url": URL, "program": "notes"}])
def test_it_is_at_one_place(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either at a `url` or a `program`"):
        Server(**fields)


def test_no_text_is_endless() -> None:
    assert Server(url=URL, tool="t" * MAX_NAME_CHARACTERS).tool
    with pytest.raises(ValidationError, match="at most"):
        Server(url=URL, tool="t" * (MAX_NAME_CHARACTERS + 1))
    with pytest.raises(ValidationError, match="at most"):
        Server(url="https://" + "x" * MAX_URL_CHARACTERS)
