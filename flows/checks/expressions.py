"""Conditions and templates: readable, of the right type, with declared names only."""

from collections.abc import Iterator, Mapping

from flows.checks.look import Look
from flows.definition.edges import Next
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.set import Expression, Set
from flows.expressions.conditions import ConditionProblem
from flows.expressions.templates import Template, TemplateProblem
from flows.findings import Finding
from flows.loader.document import Path
from flows.near import did_you_mean, nearest


def readable_conditions(look: Look) -> Iterator[Finding]:
    """Every condition and expression compiles against the declared names."""
    for path, node in look.nodes():
        for below, text in node.conditions():
            yield from _check(look, (*path, *below), text, must_be_bool=True)
        if isinstance(node, Set):
            for name, value in node.set.items():
                if isinstance(value, Expression):
                    yield from _check(look, (*path, "set", name, "expr"), value.expr, must_be_bool=False)
        if isinstance(node, Call) and node.tool in look.bot.tools:
            yield from _saved(look, path, node.save, f"`{node.tool}`", look.bot.tools[node.tool].returns)
        if isinstance(node, RunFlow) and node.flow in look.bot.flows:
            yield from _saved(look, path, node.save, f"The flow `{node.flow}`", look.bot.flows[node.flow].outputs)
    for field, leads_to in (("on_fail", look.bot.defaults.on_fail), ("on_error", look.bot.defaults.on_error)):
        if leads_to is not None and not isinstance(leads_to, str):
            for at, branch in enumerate(leads_to):
                if branch.condition is not None:
                    yield from _check(look, ("defaults", field, at, "if"), branch.condition, must_be_bool=True)


def _check(look: Look, path: Path, text: str, *, must_be_bool: bool) -> Iterator[Finding]:
    conditions = look.conditions_at(path)
    try:
        if must_be_bool:
            conditions.condition(text)
        else:
            conditions.expression(text)
    except ConditionProblem as problem:
        message = f"{problem.message} (column {problem.column} of `{text[:60]}`)"
        yield look.finding(problem.code, path, message, problem.remedy)


def _saved(
    look: Look, path: Path, save: Mapping[str, str], owner: str, returns: Mapping[str, str]
) -> Iterator[Finding]:
    conditions = look.conditions_at(path).with_names({"result": "dyn"})
    for name, expression in save.items():
        where = (*path, "save", name)
        try:
            conditions.expression(expression)
        except ConditionProblem as problem:
            yield look.finding(problem.code, where, problem.message, problem.remedy)
            continue
        field = expression.strip().removeprefix("result.")
        plain = expression.strip().startswith("result.") and field.isidentifier()
        if returns and plain and field not in returns:
            near = nearest(field, returns)
            remedy = f"Did you mean `result.{near}`?" if near else f"It returns: {', '.join(returns)}."
            yield look.finding("tool.result", where, f"{owner} does not return `{field}`.", remedy)


def closed_branches(look: Look) -> Iterator[Finding]:
    """A list of branches has conditions and a single else, at its end."""
    for path, node in look.nodes():
        for field, leads_to in node.edges():
            yield from _closed(look, (*path, field), leads_to)
    for field, default in (("on_fail", look.bot.defaults.on_fail), ("on_error", look.bot.defaults.on_error)):
        if default is not None:
            yield from _closed(look, ("defaults", field), default)


def _closed(look: Look, path: Path, leads_to: Next) -> Iterator[Finding]:
    if isinstance(leads_to, str):
        return
    for at, branch in enumerate(leads_to):
        last = at == len(leads_to) - 1
        complete = branch.condition is not None and branch.go is not None and branch.otherwise is None
        is_else = branch.otherwise is not None and branch.condition is None and branch.go is None
        if not complete and not is_else:
            message = "A branch is `{if: CONDITION, go: NAME}`, or `{else: NAME}` at the end."
            yield look.finding("condition.else", (*path, at), message, "Write it like that.")
        elif is_else and not last:
            message = "Branches behind `else` are never reached."
            yield look.finding("condition.else", (*path, at), message, "Move the else to the end.")
        elif complete and last and all(other.otherwise is None for other in leads_to):
            message = "The branches do not say where it leads when no condition holds."
            yield look.finding("condition.else", path, message, "Add `- {else: NAME}` at the end.")


def usable_templates(look: Look) -> Iterator[Finding]:
    """Every text can be read and uses declared names only."""
    for path, node in look.nodes():
        for below, text in node.texts():
            yield from _template(look, (*path, *below), text)
    for name, tool in look.bot.tools.items():
        if tool.idempotency_key not in (None, "auto"):
            yield from _template(look, ("tools", name, "idempotency_key"), str(tool.idempotency_key))


def _template(look: Look, path: Path, text: str) -> Iterator[Finding]:
    if "{" not in text:
        return
    try:
        template = Template(text)
    except TemplateProblem as problem:
        yield look.finding("condition.template", path, problem.message, problem.remedy)
        return
    known = set(look.types_at(path))
    for name in sorted(template.names - known - {"env"}):
        remedy = did_you_mean(name, sorted(known), "Declare it under `slots:` or `variables:`.")
        yield look.finding("name.unknown", path, f"The name `{name}` is not declared.", remedy)
