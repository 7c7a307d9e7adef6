"""Tools: bound, with a key for writing, called with what they take, stubbed with what they return."""

from collections.abc import Iterator
from typing import Any

from flows.checks.kinds import holds, words_for
from flows.checks.look import Look
from flows.checks.values import fitting_argument
from flows.definition.nodes.call import Call
from flows.definition.tool import Tool
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path
from flows.near import did_you_mean, nearest

STUB_ERRORS = ("timeout", "unavailable", "refused")
"""How a stub may fail; anything else would be taken for a result."""
MAX_TIMEOUT_MS = 180_000
"""The runtime cuts every step of a call there (STEP_S of runtime.sessions.steps)."""


def usable_tools(look: Look) -> Iterator[Finding]:
    """A tool is bound or has a stub; one that writes has a key; none waits longer than a step may take."""
    for name, tool in look.bot.tools.items():
        path: Path = ("tools", name)
        bound = tool.type is not None or tool.stub is not None
        if not bound and look.sure((*path, "type")) and look.sure((*path, "stub")):
            message = f"The tool `{name}` has neither a binding nor a stub."
            yield look.finding("tool.unbound", path, message, "Add `stub:` or `type:`.", "warning")
        if tool.type == "python" and tool.function is None and look.sure((*path, "function")):
            message = f"The tool `{name}` does not say which Python function it calls."
            yield look.finding("tool.unbound", path, message, "Add `function: NAME`.")
        if tool.type == "http" and tool.request is None and look.sure((*path, "request")):
            message = f"The tool `{name}` does not say what it asks for."
            yield look.finding("tool.unbound", path, message, "Add `request: {method: GET, url: …}`.")
        if tool.effect == "write" and tool.idempotency_key is None and look.sure((*path, "idempotency_key")):
            message = f"The tool `{name}` writes, and nothing keeps it from writing twice."
            yield look.finding("tool.no_key", path, message, "Add `idempotency_key: auto`.")
        if tool.timeout > MAX_TIMEOUT_MS:
            message = f"The tool `{name}` may take longer than a step of a call, which ends after three minutes."
            yield look.finding("schema.value", (*path, "timeout"), message, "Write 180s or less.")


def early_tools(look: Look) -> Iterator[Finding]:
    """What may be tried before the caller has finished changes nothing, counts nothing and can be broken off."""
    for path, node in look.nodes():
        tool = look.bot.tools.get(node.tool) if isinstance(node, Call) and node.speculate else None
        if not isinstance(node, Call) or tool is None or tool.may_be_tried:
            continue
        field, why = _not_early(tool)
        if look.sure(("tools", node.tool, field)):
            message = f"The tool `{node.tool}` {why}, so it is never called before the caller has finished."
            remedy = "Take `speculate` away; it is for tools that only read."
            yield look.finding("tool.speculate", (*path, "speculate"), message, remedy, "warning")


def _not_early(tool: Tool) -> tuple[str, str]:
    """The field of a tool that keeps it from being tried, and the reason in words."""
    if tool.effect != "read":
        return "effect", "writes"
    if tool.verifies is not None:
        return "verifies", "counts attempts"
    return "background", "is done by a job"


def fitting_arguments(look: Look) -> Iterator[Finding]:
    """A tool that declares its arguments is called with all of them, with no others, and each of its type."""
    for path, node in look.nodes():
        tool = look.bot.tools.get(node.tool) if isinstance(node, Call) else None
        if not isinstance(node, Call) or tool is None or not tool.arguments:
            continue
        for name, value in node.arguments.items():
            yield from known_argument(look, (*path, "with", name), node.tool, tool, value)
        # A wrong name is told of as one, and not as a missing argument too.
        meant = {nearest(name, tool.arguments) for name in node.arguments if name not in tool.arguments}
        for name in tool.arguments:
            given = look.entries((*path, "with"), node.arguments)
            if given is not None and name not in given and name not in meant:
                message = f"`{node.tool}` is called without its argument `{name}`."
                yield look.finding("tool.argument", path, message, f"Add `{name}:` under `with:`.")


def known_argument(look: Look, path: Path, owner: str, tool: Tool, value: Any) -> Iterator[Finding]:
    """An argument is one that the tool takes, and its value one of its type."""
    name = str(path[-1])
    if name in tool.arguments:
        yield from fitting_argument(look, path, value, tool.arguments[name], "tool.argument", owner)
    elif (known := look.entries(("tools", owner, "arguments"), tool.arguments)) is not None and name not in known:
        remedy = did_you_mean(name, known, f"It takes: {', '.join(known)}.")
        yield look.finding("tool.argument", path, f"`{owner}` takes no argument `{name[:40]}`.", remedy)


def fitting_stubs(look: Look) -> Iterator[Finding]:
    """What stands in for a tool looks like what the tool returns."""
    for name, tool in look.bot.tools.items():
        if tool.stub is not None:
            yield from _stub(look, ("tools", name, "stub"), name, tool, tool.stub)
    for title, test in look.bot.tests.items():
        for name, stub in test.stubs.items():
            if name in look.bot.tools:
                yield from _stub(look, ("tests", title, "stubs", name), name, look.bot.tools[name], stub)


def _stub(look: Look, path: Path, name: str, tool: Tool, stub: Any) -> Iterator[Finding]:
    """A stub: one result, or a list of results that are given one after the other."""
    if not isinstance(stub, list):
        yield from _result(look, path, name, tool, stub)
        return
    for at, result in enumerate(stub):
        yield from _result(look, (*path, at), name, tool, result)


def _result(look: Look, path: Path, name: str, tool: Tool, result: Any) -> Iterator[Finding]:
    if isinstance(result, dict) and set(result) == {"error"} and "error" not in tool.returns:
        if result["error"] not in STUB_ERRORS:
            remedy = did_you_mean(result["error"], STUB_ERRORS, f"It can be {', '.join(STUB_ERRORS)}.")
            message = f"A tool cannot fail with {shown(result['error'])}."
            yield look.finding("tool.stub", (*path, "error"), message, remedy)
        return
    if not tool.returns or not look.sure(path):
        return
    if not isinstance(result, dict):
        message = f"`{name}` returns a map, not {shown(result)}."
        yield look.finding("tool.stub", path, message, f"Write a map of {', '.join(tool.returns)}.")
        return
    for field, kind in tool.returns.items():
        if field in result and not holds(kind, result[field]):
            message = f"`{field}` is {words_for(kind)}, not {shown(result[field])}."
            yield look.finding("tool.stub", (*path, field), message, f"Write {words_for(kind)}.")
        elif field not in result:
            near = nearest(field, [str(other) for other in result if other not in tool.returns])
            remedy = (
                f"Rename `{near}` to `{field}`." if near is not None else f"Add `{field}:`, null when there is none."
            )
            message = f"The stub of `{name}` lacks `{field}`, which the tool returns."
            yield look.finding("tool.stub", path, message, remedy, "warning")
