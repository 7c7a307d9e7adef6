"""What a bot says in the same words again and again: made to sound before its first caller, and found in its texts."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import NOT_SAID, Node
from flows.definition.nodes.prompt import Prompt
from flows.engine.program import Program
from flows.expressions.fixed_parts import MAX_WAYS, Stretch, stretches
from flows.expressions.templates import TemplateProblem
from flows.values.choice import Choice
from flows.values.integer import Integer
from flows.values.number import Bounded
from flows.values.slot_type import SlotType
from flows.values.yes_no import YesNo
from runtime.speech.splicing import FixedClauses, Splicer, fixed_clauses

MOST_FROM_TEMPLATES = 400
"""Clauses made of texts with values, of which many may never be said: a minute of one core, in the background."""


@dataclass(frozen=True)
class Wording:
    """The clauses worth making beforehand, the greeting first, and what cuts texts so that they are found."""

    clauses: tuple[str, ...]
    splicer: Splicer


@dataclass(frozen=True)
class _Said:
    """A text of a node, with its own pronunciations, and the names in it that have few values."""

    text: str
    pronunciations: Mapping[str, str]
    few: Mapping[str, tuple[Any, ...]]


def wording(program: Program) -> Wording:
    """All of a bot and of the flows that mend a conversation. Takes some ms for each text with values."""
    fixed: dict[str, None] = {}
    filled: dict[str, None] = {}
    heads: dict[str, None] = {}
    for said in _texts(program):
        for stretch in _stretches(said):
            found = _found(program, stretch, said.pronunciations)
            target = fixed if "{" not in said.text else filled
            target |= dict.fromkeys(found.clauses)
            if found.head is not None:
                filled[found.head] = heads[found.head] = None
    values = [clause for clause in filled if clause not in fixed][:MOST_FROM_TEMPLATES]
    made = (*fixed, *values)
    return Wording(made, Splicer(frozenset(made) - heads.keys(), frozenset(heads)))


def _found(program: Program, stretch: Stretch, pronunciations: Mapping[str, str]) -> FixedClauses:
    text = program.spoken(stretch.text, pronunciations) or stretch.text
    return fixed_clauses(text, head=stretch.head, tail=stretch.tail)


def _stretches(said: _Said) -> tuple[Stretch, ...]:
    text = " ".join(said.text.split())
    if "{" not in text:
        return (Stretch(text, head=True, tail=True),)
    try:
        return stretches(text, said.few)
    except TemplateProblem:
        return ()  # the checks tell of it


def _texts(program: Program) -> Iterator[_Said]:
    bot = program.bot
    few = {name: values for name, slot in bot.slots.items() if (values := _values(slot))}
    for flow in (bot.flows[bot.start], *program.flows.values()):
        for node in flow.nodes.values():
            yield from _of_node(program, node, few)
    for slot in bot.slots.values():
        yield from (_Said(text, {}, {}) for text in _refusals(slot))
    yield from (_Said(text, {}, few) for rule in program.guardrails.values() for _, text in rule.texts())
    yield _Said(bot.defaults.apology, {}, few)


def _refusals(slot: SlotType) -> Iterator[str]:
    """What is said to a number that is too small or too large."""
    if isinstance(slot, Bounded):
        beyond = [*([slot.min - 1] if slot.min is not None else []), *([slot.max + 1] if slot.max is not None else [])]
        yield from filter(None, map(slot.problem, beyond))


def _values(slot: SlotType) -> tuple[Any, ...]:
    """All that a slot can hold, where that is little; else nothing."""
    match slot:
        case Choice():
            return tuple(slot.choices)
        case YesNo():
            return (True, False)
        case Integer(min=float() | int() as lowest, max=float() | int() as highest) if highest - lowest < MAX_WAYS:
            return tuple(range(math.ceil(lowest), math.floor(highest) + 1))
    return ()


def _of_node(program: Program, node: Node, few: Mapping[str, tuple[Any, ...]]) -> Iterator[_Said]:
    pronunciations = node.pronunciations if isinstance(node, Prompt) else {}
    texts = [text for path, text in node.texts() if path[0] not in NOT_SAID]
    if isinstance(node, Ask) and node.slot in few:
        slot = program.bot.slots[node.slot]
        few = {**few, "value": tuple(slot.say(value) for value in few[node.slot])}
    for text in texts:
        yield _Said(text, pronunciations, few)
    if isinstance(node, Ask):
        yield _Said(node.confirm or program.bot.defaults.read_back, pronunciations, few)
