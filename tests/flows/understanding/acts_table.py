"""Reads `data/acts*.yaml`: sentences by what the bot had just asked, and the acts that they must give."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.understanding.local import LocalUnderstanding
from flows.values.setting import ANYWHERE

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Entry:
    """One sentence in its context, and its acts as the file writes them."""

    bot: str
    context: str
    said: str
    expectation: Expectation
    known: dict[str, Any]
    acts: tuple[str, ...]


def entries(name: str, bots: dict[str, Bot]) -> Iterator[Entry]:
    """Every sentence of a file."""
    for slug, contexts in yaml.safe_load((DATA / name).read_text(encoding="utf-8")).items():
        for context in contexts:
            known = {name: _value(bots[slug], name, value) for name, value in context.get("knows", {}).items()}
            expectation = _expectation(bots[slug], context, known)
            label = " ".join(str(context[key]) for key in ("asks", "confirms", "offers", "more") if key in context)
            for said, acts in context["says"].items():
                told = tuple(_with_values(bots[slug], part.strip()) for part in acts.split(";"))
                kind = f"{expectation.kind} {label}".strip()
                yield Entry(slug, kind, said, expectation, known, told)


def _value(bot: Bot, name: str, written: Any) -> Any:
    """A value as the file writes it: "friday" is a date where the slot is one."""
    value = bot.slots[name].read(written, ANYWHERE)
    assert value is not None, (name, written)
    return value


def _with_values(bot: Bot, act: str) -> str:
    """An act of the file with the values as understanding gives them."""
    kind, _, rest = act.partition(" ")
    if kind == "fill":
        name, _, value = rest.partition("=")
        return f"fill {name}={_plain(_value(bot, name, value))}"
    if kind == "correct":
        name, _, values = rest.partition(" ")
        old, new = (_plain(_value(bot, name, value)) if value else "" for value in values.split(">"))
        return f"correct {name} {old}>{new}"
    return act


def _expectation(bot: Bot, context: dict[str, Any], known: dict[str, Any]) -> Expectation:
    """What the engine would expect: the slots of the flow that asks are open or filled."""
    if "offers" in context:
        return Expectation("clarify", candidates=tuple(context["offers"]))
    if "more" in context:
        return Expectation("anything_else")
    place = context.get("asks") or context.get("confirms")
    if place is None:
        return Expectation()
    flow, node = place.split(".")
    nodes = bot.flows[flow].nodes
    asked = tuple(dict.fromkeys(item.slot for item in nodes.values() if isinstance(item, Ask)))
    question = nodes[node]
    assert isinstance(question, Ask)
    return Expectation(
        "slot" if "asks" in context else "confirm", flow, node, question.slot,
        open_slots=tuple(name for name in asked if name not in known),
        filled_slots=tuple(name for name in asked if name in known),
        open_flows=(flow,),
    )  # fmt: skip


async def told(understander: LocalUnderstanding, entry: Entry) -> tuple[str, ...]:
    """The acts of a sentence, written as in the file."""
    understood = await understander.understand(entry.said, entry.expectation, entry.known, ANYWHERE)
    return tuple(_written(act) for act in understood.acts)


def _written(act: Act) -> str:
    match act.act:
        case "start_flow" if act.flow == "person":  # both starter bots have a flow that hands over
            return "human"
        case "start_flow":
            return f"start_flow {act.flow}"
        case "cancel":
            return "cancel" if act.flow is None else f"cancel {act.flow}"
        case "fill":
            return f"fill {act.slot}={_plain(act.value)}"
        case "correct":
            return f"correct {act.slot} {_plain(act.old)}>{_plain(act.new)}"
        case kind:
            return kind


def _plain(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _order(acts: tuple[str, ...]) -> tuple[str, ...]:
    """The acts with every row of values in the order of the alphabet: among themselves their order means nothing."""
    result: list[str] = []
    values: list[str] = []
    for act in (*acts, ""):
        if act.startswith(("fill ", "correct ")):
            values.append(act)
            continue
        result += [*sorted(values), act]
        values = []
    return tuple(result[:-1])


def right(entry: Entry, acts: tuple[str, ...]) -> bool:
    """Whether a sentence gave its acts in their order."""
    return _order(acts) == _order(entry.acts)
