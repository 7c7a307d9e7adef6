"""What a tool of type `http` takes of an answer: expressions that can be read, and what the tool says it returns."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.tool import Tool
from flows.definition.tool_response import NAMES
from flows.expressions.conditions import ConditionProblem, Conditions, ConditionType
from flows.findings import Finding
from flows.loader.path import Path
from flows.near import nearest

TYPES: dict[str, ConditionType] = {"body": "dyn", "status": "double", "headers": "dyn"}
"""What the expressions of `fields` may name."""


def readable_answers(look: Look) -> Iterator[Finding]:
    """Every field is an expression over the answer alone, and fills something that the tool returns."""
    for name, tool in look.bot.tools.items():
        if tool.response is None:
            continue
        path: Path = ("tools", name, "response", "fields")
        conditions = Conditions(TYPES)
        for field, text in tool.response.fields.items():
            try:
                conditions.expression(text)
            except ConditionProblem as problem:
                yield from _problems(look, (*path, field), problem)
        if tool.response.progress is not None:
            try:
                conditions.expression(tool.response.progress)
            except ConditionProblem as problem:
                yield from _problems(look, ("tools", name, "response", "progress"), problem)
        yield from _returned(look, name, tool)


def _problems(look: Look, path: Path, problem: ConditionProblem) -> Iterator[Finding]:
    for one in (problem, *problem.others):
        remedy = one.remedy
        if one.undeclared is not None:
            remedy = f"Write it over {', '.join(f'`{known}`' for known in NAMES)}, as in `body.{one.undeclared}`."
        yield look.finding(one.code, path, one.message, remedy)


def _returned(look: Look, name: str, tool: Tool) -> Iterator[Finding]:
    """A field that is filled and not returned may be forgotten, or its name be a slip; and the other way round."""
    fields = tool.response.fields if tool.response is not None else {}
    if not fields or not tool.returns or not look.sure(("tools", name)):
        return
    for field in tool.returns:
        if field not in fields:
            near = nearest(field, [other for other in fields if other not in tool.returns])
            remedy = f"Rename `{near}` to `{field}`." if near is not None else f"Add `{field}:` under `fields:`."
            message = f"The tool `{name}` returns `{field}`, and nothing of the answer fills it."
            yield look.finding("tool.response", ("tools", name, "returns", field), message, remedy, "warning")
