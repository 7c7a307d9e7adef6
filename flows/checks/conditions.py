"""Conditions and expressions: readable, of the right type, with declared names and options only."""

from collections.abc import Iterator, Mapping

from flows.checks.comparisons import compared_options
from flows.checks.kinds import agree, result_field, result_kind, words_for
from flows.checks.look import Look
from flows.definition.edges import Branch, Next
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.set import Expression, Set
from flows.engine.program import condition_type
from flows.expressions.conditions import Condition, ConditionProblem, Conditions
from flows.expressions.presence import asked_about
from flows.findings import Finding
from flows.loader.path import Path, capital, thing
from flows.near import nearest
from flows.values.choice import Choice

MAX_SHOWN_CHARACTERS = 60


def readable_conditions(look: Look) -> Iterator[Finding]:
    """Every condition and expression compiles against the declared names."""
    for path, node in look.nodes():
        conditions = look.conditions_at(path)
        for below, text in node.conditions():
            yield from _condition(look, (*path, *below), text, conditions)
        if isinstance(node, Set):
            for name, value in node.set.items():
                if isinstance(value, Expression):
                    yield from _assigned(look, (*path, "set", name, "expr"), name, value.expr)
        if isinstance(node, Call):
            tool = look.bot.tools.get(node.tool)
            place = ("tools", node.tool, "returns")
            yield from _saved(look, path, node.save, place, tool.gives if tool is not None else {})
        if isinstance(node, RunFlow):
            flow = look.bot.flows.get(node.flow)
            place = ("flows", node.flow, "outputs")
            yield from _saved(look, path, node.save, place, flow.outputs if flow is not None else {})
    for path, leads_to in look.default_edges():
        for at, branch in _branches(leads_to):
            if branch.condition is not None:
                yield from _condition(look, (*path, at, "if"), branch.condition, look.conditions_at(path))
    for path, text in look.source_conditions():
        yield from _condition(look, path, text, look.conditions_at(path))


def _branches(leads_to: Next) -> Iterator[tuple[int, Branch]]:
    if not isinstance(leads_to, str):
        yield from enumerate(leads_to)


def _condition(look: Look, path: Path, text: str, conditions: Conditions) -> Iterator[Finding]:
    try:
        conditions.condition(text)
    except ConditionProblem as problem:
        yield from _problems(look, path, text, problem)
    yield from compared_options(look, path, text)


def _expression(look: Look, path: Path, text: str, conditions: Conditions) -> Iterator[Finding | Condition]:
    """The compiled expression, or what is wrong with it."""
    try:
        yield conditions.expression(text)
    except ConditionProblem as problem:
        yield from _problems(look, path, text, problem)
    yield from compared_options(look, path, text)


def _problems(look: Look, path: Path, text: str, problem: ConditionProblem) -> Iterator[Finding]:
    for one in (problem, *problem.others):
        if one.undeclared is None or not look.may_be_value(one.undeclared, path):
            where = f" (column {one.column} of `{_around(text, one.column)}`)" if text.strip() else ""
            message = f"{one.message.rstrip('.')}{where}."
            remedy = f"Write `result.{one.undeclared}`." if "save" in path and one.undeclared == text.strip() else None
            remedy = remedy or _as_an_option(look, text, one.undeclared) or one.remedy
            yield look.finding(one.code, path, message, remedy)


def _as_an_option(look: Look, text: str, word: str | None) -> str | None:
    """The remedy for an option of a choice that was written without its quotes."""
    compared = asked_about(text, word) if word is not None else None
    for name, slot in look.bot.slots.items():
        if word is None or compared not in (None, name):
            continue
        if isinstance(slot, Choice) and word in (look.options(name, slot) or ()):
            return f'An option stands in quotes: `{name} == "{word}"`.'
    return None


def _around(text: str, column: int) -> str:
    """The part of a long condition in which a column lies."""
    text = " ".join(text.splitlines())
    begin = max(0, min(column - 1 - MAX_SHOWN_CHARACTERS // 2, len(text) - MAX_SHOWN_CHARACTERS))
    end = begin + MAX_SHOWN_CHARACTERS
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _assigned(look: Look, path: Path, name: str, text: str) -> Iterator[Finding]:
    """An expression of a `set`; what it gives fits the name that it is given to."""
    kind = look.kinds_at(path).get(name)
    for outcome in _expression(look, path, text, look.conditions_at(path)):
        if isinstance(outcome, Finding):
            yield outcome
        elif kind is not None and "dyn" not in (given := {condition_type(kind), outcome.gives}) and len(given) > 1:
            told = {"string": "a text", "double": "a number", "bool": "yes or no"}[outcome.gives]
            message = f"The expression gives {told}, but `{name}` holds {words_for(kind)}."
            yield look.finding("condition.type", path, message, "Change the expression, or the type of the name.")


def _saved(
    look: Look, path: Path, save: Mapping[str, str], place: Path, returns: Mapping[str, str]
) -> Iterator[Finding]:
    """What is taken out of a result is in it, and fits the name that it is given to."""
    fields = look.entries(place, returns)
    conditions = look.conditions_at(path, result=True)
    for name, expression in save.items():
        where = (*path, "save", name)
        yield from (
            outcome for outcome in _expression(look, where, expression, conditions) if isinstance(outcome, Finding)
        )
        bare = expression.strip()
        if bare in returns and bare in look.types_at(where) and name.isidentifier():
            message = (
                f"This is the bot's own `{bare}`, not what the {'tool' if place[0] == 'tools' else 'flow'} gives back."
            )
            yield look.finding("tool.result", where, message, f"Write `result.{bare}`.", "warning")
        field = result_field(expression)
        if field is not None and fields and field not in fields:
            near = nearest(field, fields)
            remedy = f"Did you mean `result.{near}`?" if near else f"It returns: {', '.join(fields)}."
            yield look.finding("tool.result", where, f"{capital(thing(place[:2]))} does not return `{field}`.", remedy)
        given, wanted = result_kind(expression, returns), look.kinds_at(path).get(name)
        if not agree(given, wanted):
            message = f"`{name}` holds {words_for(str(wanted))}, but `{field}` is {words_for(str(given))}."
            yield look.finding("tool.result", where, message, "Save it in another variable, or change a type.")


def closed_branches(look: Look) -> Iterator[Finding]:
    """A list of branches has conditions and a single else, at its end."""
    for path, node in look.nodes():
        for field, leads_to in node.edges():
            yield from _closed(look, (*path, field), leads_to)
    for path, leads_to in look.default_edges():
        yield from _closed(look, path, leads_to)


def _closed(look: Look, path: Path, leads_to: Next) -> Iterator[Finding]:
    if isinstance(leads_to, str):
        return
    for at, branch in enumerate(leads_to):
        last = at == len(leads_to) - 1
        complete = branch.condition is not None and branch.go is not None and branch.otherwise is None
        is_else = branch.otherwise is not None and branch.condition is None and branch.go is None
        if not complete and not is_else:
            if look.sure((*path, at)):
                message = "A branch is `{if: CONDITION, go: NAME}`, or `{else: NAME}` at the end."
                yield look.finding("condition.else", (*path, at), message, "Write it like that.")
        elif is_else and not last:
            message = "Branches behind `else` are never reached."
            yield look.finding("condition.else", (*path, at), message, "Move the else to the end.")
        elif complete and last and all(other.otherwise is None for other in leads_to) and look.sure(path):
            message = "The branches do not say where it leads when no condition holds."
            yield look.finding("condition.else", path, message, "Add `- {else: NAME}` at the end.")
