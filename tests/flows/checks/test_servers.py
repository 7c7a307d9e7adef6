"""Tools of type `mcp`: whole, at one safe address or a program that has a name."""

import pytest

from tests.flows.checks.small import MAIN, codes, told

URL = '"https://crm.example.com/mcp"'


def _tool(fields: str, more: str = "") -> str:
    return f"tools: {{t: {{{fields}}}}}\n{more}{MAIN}"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (f"type: mcp, server: {{url: {URL}}}", []),
        (f"type: mcp, server: {{url: {URL}, tool: find.customer-1}}, auth: {{bearer: x}}", []),
        ("type: mcp, server: {program: notes}", []),
        ("type: mcp", [("tool.server", "tools.t")]),
        ("type: mcp, stub: {}", [("tool.server", "tools.t")]),
        (f"server: {{url: {URL}}}, stub: {{}}", [("tool.server", "tools.t.server")]),
        (f"type: python, function: f, server: {{url: {URL}}}", [("tool.server", "tools.t.server")]),
        (f"type: mcp, function: f, server: {{url: {URL}}}", [("tool.server", "tools.t.function")]),
        (f"type: mcp, request: {{url: {URL}}}, server: {{url: {URL}}}", [("tool.request", "tools.t.request")]),
        ("type: mcp, server: {program: notes}, auth: {bearer: x}", [("tool.server", "tools.t.auth")]),
        (f"type: mpc, server: {{url: {URL}}}", [("schema.value", "tools.t.type")]),
        (f"type: mcp, server: {{url: {URL}, program: notes}}", [("schema.value", "tools.t.server")]),
        ("type: mcp, server: {}", [("schema.value", "tools.t.server")]),
        (f"type: mcp, server: {{url: {URL}, toll: x}}", [("schema.unknown", "tools.t.server.toll")]),
    ],
)
def test_the_parts_go_together(fields: str, found: list[tuple[str, str]]) -> None:
    assert told(_tool(fields)) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("{{ env.crm }}/mcp", []),
        ("https://{{ env.crm }}.example.com:8443/mcp", []),
        ("https://10.0.0.8/mcp", ["tool.server"]),
        ("http://localhost:3000/mcp", ["tool.server"]),
        ("https://{{ n }}.example.com/mcp", ["tool.server"]),
        ("https://crm.example.com/{{ n }}/mcp", ["tool.server"]),
        ("https://crm.example.com/mcp?of={{ env.crm }}{{ n }}", ["tool.server"]),
        ("https://crm.example.com/{{ n", ["tool.server"]),
        ("stdio:notes", ["tool.server"]),
        ("https://bob@crm.example.com/mcp", ["tool.server"]),
        ("https://bob:s3cret-word@crm.example.com/mcp", ["secret.inline"]),
    ],
)
def test_addresses(url: str, found: list[str]) -> None:
    assert codes(_tool(f"type: mcp, server: {{url: '{url}'}}", "slots: {n: {type: text}}\n")) == found


@pytest.mark.parametrize("program", ["/usr/bin/notes", "notes --stdio", "'{{ env.notes }}'", "''", "../notes"])
def test_a_program_has_a_name_and_what_it_runs_is_for_the_operator(program: str) -> None:
    assert told(_tool(f"type: mcp, server: {{program: {program}}}")) == [("tool.server", "tools.t.server.program")]


@pytest.mark.parametrize(
    ("called", "found"), [("find", []), ("'{{ n }}'", 1), ("''", 1), ('"a\\nb"', 1), ("größe", [])]
)
def test_what_a_tool_is_called_at_its_server(called: str, found: object) -> None:
    told_of = told(_tool(f"type: mcp, server: {{program: notes, tool: {called}}}", "slots: {n: {type: text}}\n"))
    assert told_of == ([("tool.server", "tools.t.server.tool")] if found else [])
