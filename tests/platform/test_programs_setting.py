"""MCP_PROGRAMS: which programs of the machine tools may ask, and what is no list of them."""

import json

import pytest

from voxloom.settings.environment import Environment
from voxloom.settings.programs import read_programs


def test_without_it_there_are_none() -> None:
    assert read_programs(Environment({})) == {}


def test_each_name_has_a_command() -> None:
    environment = Environment({"MCP_PROGRAMS": '{"notes": ["/usr/bin/notes-mcp", "--stdio"], "crm": ["/opt/crm"]}'})
    assert read_programs(environment) == {"notes": ("/usr/bin/notes-mcp", "--stdio"), "crm": ("/opt/crm",)}
    assert environment.problems == []


@pytest.mark.parametrize(
    "given",
    [
        "notes",
        '["/usr/bin/notes-mcp"]',
        '{"notes": "/usr/bin/notes-mcp --stdio"}',
        '{"notes": []}',
        '{"notes": ["notes-mcp"]}',
        '{"notes": ["../notes-mcp"]}',
        '{"notes": ["/usr/bin/notes-mcp", 1]}',
        '{"notes": ["/usr/bin/notes-mcp", "a\\u0000b"]}',
        '{"no tes": ["/usr/bin/notes-mcp"]}',
        "[" * 100_000,
        json.dumps({f"n{number}": ["/bin/true"] for number in range(51)}),
        json.dumps({"notes": ["/bin/true"] * 101}),
    ],
)
def test_what_is_no_list_of_programs_is_told_of(given: str) -> None:
    environment = Environment({"MCP_PROGRAMS": given})
    assert read_programs(environment) == {}
    (problem,) = environment.problems
    assert problem.startswith("MCP_PROGRAMS must be a JSON map of names to commands, ")
    assert len(problem) < 400
