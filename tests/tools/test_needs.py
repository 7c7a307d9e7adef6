"""What tools need to be given, and what of that is missing."""

import asyncio

import pytest

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from tests.flows.small_bots import bot
from tests.tools.bindings.asking import Gifts
from tools.needs import Missing, Needs, missing, needs, some_given
from voxloom.given.keeping import Everything

OAUTH = "oauth2: {token_url: '{{ env.login }}/t', client: c, secret: s}"
MAIN = "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
NOTHING = Needs(frozenset(), frozenset(), frozenset())


def _bot(fields: str, stub: str = "") -> Bot:
    return bot(f"tools: {{t: {{{fields}{stub}}}}}\n{MAIN}", warnings=True)


def _tool(fields: str) -> Tool:
    return _bot(fields).tools["t"]


HTTP = "type: http, request: {url: '{{ env.api }}/x', headers: {K: '{{ env.key }}'}}, auth: "
MCP = "type: mcp, server: {url: '{{ env.crm }}/mcp'}"


@pytest.mark.parametrize(
    ("fields", "names", "secrets", "either"),
    [
        (f"{HTTP}{{bearer: b}}", {"api", "key"}, {"b"}, set()),
        (f"{HTTP}{{{OAUTH}}}", {"api", "key", "login"}, {"s"}, {"c"}),
        (MCP, {"crm"}, set(), set()),
        (f"{MCP}, auth: {{basic: {{user: u, password: p}}}}", {"crm"}, {"p"}, {"u"}),
    ],
)
def test_what_a_tool_needs(fields: str, names: set[str], secrets: set[str], either: set[str]) -> None:
    assert needs(_tool(fields)) == Needs(frozenset(names), frozenset(secrets), frozenset(either))


@pytest.mark.parametrize(
    "fields", ["stub: {}", "type: mcp, server: {program: notes}", "type: http, request: {url: 'https://x.example.com'}"]
)
def test_tools_that_need_nothing(fields: str) -> None:
    assert needs(_tool(fields)) == NOTHING
    assert asyncio.run(some_given(_tool(fields), Gifts({"api": "x"}))) is None
    assert missing(_bot(fields), Everything()) == []


@pytest.mark.parametrize(
    ("names", "secrets", "given"),
    [({}, {}, False), ({"other": "x"}, {"other": "x"}, False), ({"key": "x"}, {}, True), ({}, {"s": "x"}, True),
     ({"c": "x"}, {}, True), ({}, {"c": "x"}, True)],
)  # fmt: skip
def test_whether_something_is_given(names: dict[str, str], secrets: dict[str, str], given: bool) -> None:
    assert asyncio.run(some_given(_tool(f"{HTTP}{{{OAUTH}}}"), Gifts(names, secrets=secrets))) is given


def test_what_is_missing_and_what_is_done_about_it() -> None:
    made = _bot(f"{HTTP}{{{OAUTH}}}", ", stub: {}")
    found = missing(made, Everything({"api": "x", "c": "x", "s": "a name is no secret"}))
    assert found == [
        Missing("t", "key", secret=False, stubbed=False), Missing("t", "login", secret=False, stubbed=False),
        Missing("t", "s", secret=True, stubbed=False),
    ]  # fmt: skip
    assert [(one.name, one.stubbed) for one in missing(made, Everything())] == [
        ("api", True), ("key", True), ("login", True), ("c", True), ("s", True),
    ]  # fmt: skip
    assert found[0].as_text("production").endswith("is not given in production: `manage.py env key=…`.")
    assert found[2].as_text("test").endswith("in test: `manage.py env --secret s --environment test`.")
