"""Values that are given to slots, variables, arguments and inputs: they fit."""

import re
from collections.abc import Iterator
from typing import Any

from flows.checks.kinds import agree, author_words, holds, words_for
from flows.checks.look import Look
from flows.checks.template_types import Reader
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.set import Expression, Set
from flows.expressions.conditions import words_of
from flows.expressions.templates import TemplateProblem
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path
from flows.near import did_you_mean
from flows.values.choice import Choice
from flows.values.slot_type import SlotType

_WORKS_OUT = re.compile(r"\s[-+*/]\s")


def assigned_values(look: Look) -> Iterator[Finding]:
    """What a `set` gives to slots and variables, and a sub-flow gets for its inputs, can stand there."""
    for path, node in look.nodes():
        if isinstance(node, Set):
            for name, value in node.set.items():
                if not isinstance(value, Expression):
                    yield from _assigned(look, (*path, "set", name), name, value)
        if isinstance(node, RunFlow) and node.flow in look.bot.flows:
            for name, kind in look.bot.flows[node.flow].inputs.items():
                if name in node.arguments:
                    given = node.arguments[name]
                    yield from fitting_argument(look, (*path, "with", name), given, kind, "flow.input", node.flow)


def _assigned(look: Look, path: Path, name: str, value: Any) -> Iterator[Finding]:
    kind = look.kinds_at(path).get(name)
    if value is None or kind is None:
        return
    if isinstance(value, str) and "{" in value:
        given = template_kind(look, path, value)
        if not agree(given, kind):
            message = f"`{name}` holds {words_for(kind)}, but this gives {words_for(str(given))}."
            yield look.finding("type.value", path, message, "Change the value, or the type of the name.")
        return
    if value == name:
        yield _bare(look, path, name)
        return
    slot = look.bot.slots.get(name)
    if slot is not None:
        remedy = _as_expression(look, path, value) if slot.problem(value) is not None else None
        remedy = remedy or slot_refusal(look, name, slot, value)
        if remedy is not None:
            yield look.finding("type.value", path, f"`{name}` cannot be {shown(value)}.", remedy)
    elif not holds(kind, value):
        message = f"`{name}` cannot be {shown(value)}."
        yield look.finding(
            "type.value", path, message, _as_expression(look, path, value) or f"It holds {words_for(kind)}."
        )


def _bare(look: Look, path: Path, name: str) -> Finding:
    """A name without braces is the word that it is."""
    message = f"This is the word `{name}`, not the value of `{name}`."
    return look.finding("condition.template", path, message, f'Write `"{{{{ {name} }}}}"`.', "warning")


def _as_expression(look: Look, path: Path, value: Any) -> str | None:
    """The remedy for a value that is written as what gives it."""
    if not isinstance(value, str) or not words_of(value) & look.types_at(path).keys():
        return None
    if value in look.types_at(path):
        return f'Write `"{{{{ {value} }}}}"` for its value.'
    return f"Write `{{expr: {value}}}` to have it worked out." if _WORKS_OUT.search(value) else None


def slot_refusal(look: Look, name: str, slot: SlotType, value: Any) -> str | None:
    """What to do about a value that a slot cannot hold, whether as it stands or as somebody says it; else None."""
    if isinstance(slot, Choice):
        options = look.options(name, slot)
        synonyms = {word for words in slot.choices.values() for word in words or ()}
        if options is None or value in options or value in synonyms:
            return None
        return did_you_mean(value, options, f"It can be {', '.join(f'`{key}`' for key in options)}.")
    if slot.problem(value) is None:
        return None
    read = slot.read(value)
    problem = slot.problem(value if read is None else read)
    return author_words(problem) if problem is not None else None


def template_kind(look: Look, path: Path, text: str) -> str | None:
    """The word for the type of what a template gives; None when it is not known."""
    try:
        return Reader(look, path).gives(look.tree(text))
    except TemplateProblem:
        return None  # told of elsewhere


def fitting_argument(look: Look, path: Path, value: Any, kind: str, code: str, owner: str) -> Iterator[Finding]:
    """A value that a tool or a flow is given is of the type that it takes."""
    if isinstance(value, str) and "{" in value:
        given = template_kind(look, path, value)
        if not agree(given, kind):
            message = f"`{owner}` takes {words_for(kind)} for `{path[-1]}`, but this gives {words_for(str(given))}."
            yield look.finding(code, path, message, "Give it something else, or change the declared type.")
    elif value == path[-1] and value in look.types_at(path):
        yield _bare(look, path, str(value))
    elif not holds(kind, value):
        message = f"`{owner}` takes {words_for(kind)} for `{path[-1]}`, not {shown(value)}."
        yield look.finding(code, path, message, f"Write {words_for(kind)}.")
