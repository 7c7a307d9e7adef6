"""What names hold, by the word for their type, and which values and types go together."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.engine.program import condition_type
from flows.values.choice import Choice
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES

MOMENTS = frozenset({"date", "time", "datetime"})
CONTAINERS = frozenset({"list", "map"})
WORDS: dict[str, str] = {
    "text": "a text", "person": "a name", "number": "a number", "integer": "a whole number",
    "money": "an amount (a number)", "digits": 'digits in quotes, such as "0042"', "yes_no": "true or false",
    "boolean": "true or false", "date": "a date such as 2026-03-01", "time": 'a time such as "14:30"',
    "datetime": "a date and time such as 2026-03-01T14:30", "duration": "a number of seconds", "list": "a list",
    "map": "a map",
}  # fmt: skip
"""What stands for a value of a type, as findings say it; other types hold texts."""


def declared_kinds(bot: Bot) -> dict[str, str]:
    """Every name that is known everywhere, with the word for its type; names of unknown type are left out."""
    kinds: dict[str, str | None] = {"now": "datetime", "channel": "text"}
    for flow in bot.flows.values():
        own = flow_kinds(flow)
        for node in flow.nodes.values():
            for name, kind in _given(bot, node).items():
                if name not in own:
                    kinds[name] = kind if kinds.get(name, kind) == kind else None
    kinds |= {name: variable.type for name, variable in bot.variables.items()}
    kinds |= {name: slot.type for name, slot in bot.slots.items()}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def flow_kinds(flow: Flow) -> dict[str, str]:
    """The names that only one flow knows."""
    return {**flow.inputs, **flow.outputs}


def _given(bot: Bot, node: Node) -> Mapping[str, str | None]:
    """The names to which a node gives the results of something, with their types."""
    match node:
        case Call():
            returns: Mapping[str, str] = bot.tools[node.tool].gives if node.tool in bot.tools else {}
            return {name: result_kind(expression, returns) for name, expression in node.save.items()}
        case RunFlow():
            outputs: Mapping[str, str] = bot.flows[node.flow].outputs if node.flow in bot.flows else {}
            return {name: result_kind(expression, outputs) for name, expression in node.save.items()}
        case Generate():
            return dict(node.extract)
    return {}


def result_field(expression: str) -> str | None:
    """The field of the result that an expression of `save` takes, when it does nothing else."""
    plain = expression.strip()
    field = plain.removeprefix("result.")
    return field if plain != field and field.isidentifier() else None


def result_kind(expression: str, returns: Mapping[str, str]) -> str | None:
    """The type of what an expression of `save` takes out of a result."""
    field = result_field(expression)
    return returns.get(field) if field is not None else None


def words_for(kind: str) -> str:
    """What stands for a value of a type."""
    return WORDS.get(kind, "a text")


def agree(given: str | None, wanted: str | None) -> bool:
    """Whether something of one type may stand where another is wanted. What is not known may."""
    if given is None or wanted is None or given == wanted:
        return True
    if given in CONTAINERS or wanted in CONTAINERS:
        return given not in CONTAINERS and condition_type(given) == "dyn"
    if given in MOMENTS and wanted in MOMENTS:
        return False
    kinds = {condition_type(given), condition_type(wanted)}
    return len(kinds) == 1 or "dyn" in kinds


def holds(kind: str, value: Any) -> bool:
    """Whether a value as it stands in data is one of a type; null always is, and all are of types not known here."""
    if value is None:
        return True
    match kind:
        case "list":
            return isinstance(value, list)
        case "map":
            return isinstance(value, dict)
        case "boolean":
            return isinstance(value, bool)
        case "date" | "time" | "datetime":
            return isinstance(value, str) and _is_moment(kind, value)
    if isinstance(value, list | dict):
        return False
    slot = _plain_slot(kind)
    if condition_type(kind) == "string" and (slot is None or value == ""):
        return isinstance(value, str)
    return slot is None or slot.problem(value) is None


def _is_moment(kind: str, text: str) -> bool:
    readers = {"date": date.fromisoformat, "time": time.fromisoformat, "datetime": datetime.fromisoformat}
    try:
        readers[kind](text)
    except ValueError:
        return False
    return True


@cache
def _plain_slot(kind: str) -> SlotType | None:
    """A slot of a type without options; None for types that need some."""
    owner = SLOT_TYPES.get(kind)
    if owner is None or owner is Choice:
        return None
    try:
        return owner(type=kind)  # type: ignore[call-arg]
    except ValueError:
        return None


def author_words(problem: str) -> str:
    """Why a value is refused, said to the author instead of the caller."""
    needed = re.sub(r"^I heard [^,]*, I need", "It needs", problem).replace("I need", "It needs", 1)
    return needed.split(", and I heard")[0].rstrip(".") + "."
