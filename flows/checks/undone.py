"""Tools that are under way when the caller changes their mind: what takes them back is there and can be called."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.checks.names import unknown
from flows.definition.tool import Tool
from flows.definition.tool_undo import Undo
from flows.expressions.conditions import ConditionProblem, Conditions, ConditionType
from flows.findings import Finding
from flows.loader.path import Path
from flows.near import nearest

RESULT = "result"


def fitting_undo(look: Look) -> Iterator[Finding]:
    """What is compensated has an `undo`, of a tool that there is, with arguments that it takes."""
    for name, tool in look.bot.tools.items():
        path: Path = ("tools", name)
        if look.sure((*path, "on_interrupt")) and look.sure((*path, "undo")):
            yield from _together(look, path, name, tool)
        if tool.undo is not None:
            yield from unknown(look, (*path, "undo", "tool"), "tool", tool.undo.tool, "tools")
            yield from _arguments(look, (*path, "undo", "with"), tool)
            yield from _missing(look, (*path, "undo"), tool.undo)


def _together(look: Look, path: Path, name: str, tool: Tool) -> Iterator[Finding]:
    if tool.on_interrupt == "compensate" and tool.undo is None:
        message = f"`{name}` is to be taken back when the caller changes their mind, and nothing takes it back."
        remedy = "Add `undo: {tool: NAME, with: {…}}`, or write `on_interrupt: finish`."
        yield look.finding("tool.interrupt", (*path, "on_interrupt"), message, remedy)
    elif tool.undo is not None and tool.on_interrupt != "compensate":
        message = f"`{name}` has an `undo`, and is never taken back."
        remedy = "Add `on_interrupt: compensate`, or take `undo` away."
        yield look.finding("tool.interrupt", (*path, "undo"), message, remedy, "warning")
    elif tool.undo is not None and tool.undo.tool == name:
        message = f"`{name}` cannot take back what it has done by doing it again."
        yield look.finding("tool.interrupt", (*path, "undo", "tool"), message, "Name the tool that takes it back.")
    if tool.on_interrupt == "cancel" and tool.effect == "write":
        message = f"`{name}` writes, and is broken off when callers change their mind: nobody knows then what it did."
        remedy = "Write `on_interrupt: finish`, or `compensate` with an `undo`."
        yield look.finding("tool.interrupt", (*path, "on_interrupt"), message, remedy, "warning")


def _arguments(look: Look, path: Path, tool: Tool) -> Iterator[Finding]:
    assert tool.undo is not None
    given = sorted(look.argument_names(str(path[1])))
    names: dict[str, ConditionType] = {**dict.fromkeys(given, "dyn"), RESULT: "dyn"}
    conditions = Conditions(names)
    for name, text in tool.undo.arguments.items():
        try:
            conditions.expression(text)
        except ConditionProblem as problem:
            for one in (problem, *problem.others):
                over = ", ".join(f"`{each}`" for each in (RESULT, *given))
                remedy = f"Write it over {over}." if one.undeclared is not None else one.remedy
                yield look.finding(one.code, (*path, name), one.message, remedy)
        undoes = look.bot.tools.get(tool.undo.tool)
        if undoes is not None and undoes.arguments and name not in undoes.arguments:
            message = f"`{tool.undo.tool}` takes no argument `{name[:40]}`."
            remedy = f"It takes: {', '.join(undoes.arguments)}."
            yield look.finding("tool.argument", (*path, name), message, remedy)


def _missing(look: Look, path: Path, undo: Undo) -> Iterator[Finding]:
    """The arguments that the tool takes and is not given; a wrong name is told of as one."""
    undoes, given = look.bot.tools.get(undo.tool), look.entries((*path, "with"), undo.arguments)
    if undoes is None or given is None:
        return
    meant = {nearest(name, undoes.arguments) for name in undo.arguments if name not in undoes.arguments}
    for name in undoes.arguments:
        if name not in given and name not in meant:
            message = f"`{undo.tool}` is called without its argument `{name}`."
            yield look.finding("tool.argument", path, message, f"Add `{name}:` under `with:`.")
