"""Tools of type `mcp`: each says which server does it, and the server is where no caller and no slip can put it."""

import re
from collections.abc import Iterator

from jinja2 import nodes

from flows.checks.look import Look
from flows.checks.secret_forms import secret_in
from flows.checks.urls import url_problem
from flows.definition.tool import Tool
from flows.definition.tool_server import Server
from flows.expressions.templates import TemplateProblem
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path

MCP = "mcp"
CODE = "tool.server"
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


def whole_servers(look: Look) -> Iterator[Finding]:
    """The parts of a tool of type `mcp` go together, and other tools have no server."""
    for name, tool in look.bot.tools.items():
        path: Path = ("tools", name)
        if not look.sure((*path, "type")):
            continue
        if tool.type == MCP:
            yield from _whole(look, path, name, tool)
        elif tool.server is not None:
            message = f"The tool `{name}` has a `server`, and its type is not `mcp`."
            yield look.finding(CODE, (*path, "server"), message, "Write `type: mcp`, or take it away.")


def _whole(look: Look, path: Path, name: str, tool: Tool) -> Iterator[Finding]:
    if tool.server is None and look.sure((*path, "server")):
        message = f"The tool `{name}` does not say which server does it."
        yield look.finding(CODE, path, message, "Add `server: {url: …}`.")
    if tool.function is not None:
        message = f"The tool `{name}` is of type `mcp`, and calls no Python function."
        yield look.finding(CODE, (*path, "function"), message, "Take it away, or write `type: python`.")
    if tool.server is not None and tool.server.program is not None and tool.auth is not None:
        message = "A program on the machine of the operator is not asked on anybody's behalf."
        yield look.finding(CODE, (*path, "auth"), message, "Take it away; a program has its keys from the operator.")


def safe_servers(look: Look) -> Iterator[Finding]:
    """Every server is at a host outside or at one that the operator names, or a program that the operator may allow."""
    for name, tool in look.bot.tools.items():
        if (server := tool.server) is None:
            continue
        path: Path = ("tools", name, "server")
        if server.url is not None:
            yield from _address(look, (*path, "url"), server.url)
        if server.program is not None and _PROGRAM.match(server.program) is None:
            message = f"{shown(server.program) if server.program else 'An empty text'} is not the name of a program."
            remedy = "Write a name of letters, digits, `_` and `-`; what it runs is for the operator to say."
            yield look.finding(CODE, (*path, "program"), message, remedy)
        yield from _called(look, (*path, "tool"), server)


def _address(look: Look, path: Path, url: str) -> Iterator[Finding]:
    try:
        tree = look.tree(url)
    except TemplateProblem as problem:
        yield look.finding(CODE, path, problem.message, problem.remedy)
        return
    others = sorted({name.name for name in tree.find_all(nodes.Name)} - {"env"})
    if others:
        message = f"A server is at one address for all calls, which takes no `{others[0]}`."
        yield look.finding(CODE, path, message, "Write it out, or as `{{ env.NAME }}`; values go into the arguments.")
        return
    found = url_problem(url, tree)
    if found is not None and not (found.is_of_user and secret_in(url) is not None):  # then told of as a secret
        yield look.finding(CODE, path, found.message, found.remedy)


def _called(look: Look, path: Path, server: Server) -> Iterator[Finding]:
    """What a tool is called is sent as it stands."""
    called = server.tool
    if called is None or (called and "{{" not in called and "{%" not in called and not _UNSEEN.search(called)):
        return
    message = f"{shown(called) if called else 'An empty text'} cannot be what a tool is called at its server."
    yield look.finding(CODE, path, message, "Write the name as the server has it; it takes no template.")
