"""Which names of a bot hold personal values, as they stand in events, commands and states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.checks.look import Look
from flows.checks.personal_names import PersonalNames
from flows.definition.nodes.ask import Ask
from flows.engine.state import State
from flows.loader.load import Loaded
from flows.values.slot_type import SlotType

WORDS, TEXT, KEY, PRESSED, ONCE = "words", "text", "key", "pressed", "once"
RESERVED = frozenset({WORDS, TEXT, KEY, PRESSED, ONCE})
"""Tokens of whole sentences of the caller, of whole texts of the bot, of a key, of keys so far, and of an idempotency
key: it is a hash of what a tool is given, and short values can be guessed from one."""


@dataclass(frozen=True)
class PersonalFields:
    """What tokens are made from; the same for all conversations of a version of a bot."""

    classes: Mapping[str, str] = field(default_factory=dict)
    """The class of personal data by name: slots, variables, what flows are given and give, what is extracted, and the
    arguments and results of tools. A name that is personal in one place counts as such everywhere."""
    slots: Mapping[str, SlotType] = field(default_factory=dict)
    """How the values of slots are said."""
    fixed: frozenset[str] = frozenset()
    """The texts that stand in the bot as they are: no caller's value is in them."""
    questions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The slots of questions, by flow and node."""


def personal_fields(loaded: Loaded) -> PersonalFields:
    """Those of a bot that was read whole."""
    if loaded.bot is None:
        return PersonalFields()
    names = PersonalNames(Look(loaded.bot, loaded.document))
    classes = {name: _told(personal) for (_, name), personal in names.classes.items()}
    for tool, definition in loaded.bot.tools.items():
        for group in ("arguments", "returns"):
            for name in getattr(definition, group):
                if (personal := names.of_field(("tools", tool, group, name))) is not None:
                    classes.setdefault(name, _told(personal))
    questions = {
        (flow_name, node_name): node.slot
        for flow_name, flow in loaded.bot.flows.items()
        for node_name, node in flow.nodes.items()
        if isinstance(node, Ask)
    }
    return PersonalFields(classes, dict(loaded.bot.slots), frozenset(_texts(loaded.document.data)), questions)


def _told(personal: str) -> str:
    """A class as tokens tell it: the names of whole sentences are taken."""
    return "personal" if personal in RESERVED else personal


def _texts(node: Any) -> Iterator[str]:
    match node:
        case dict():
            for value in node.values():
                yield from _texts(value)
        case list():
            for value in node:
                yield from _texts(value)
        case str() if "{{" not in node and "{%" not in node:
            yield node


def asks_for_personal(fields: PersonalFields, state: State) -> bool:
    """Whether a question for a personal value is open, on top or below: the caller's next words may be one."""
    return any(
        frame.question is not None and fields.questions.get((frame.flow, frame.node)) in fields.classes
        for frame in state.stack
    )
