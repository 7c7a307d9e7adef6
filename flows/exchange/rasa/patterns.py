"""Patterns and the texts that come with Rasa, made into repair flows."""

from typing import Any

from flows.exchange.rasa.layout import Layout
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.speech import spoken, tell_others
from flows.exchange.rasa.steps import Step, all_steps, read_steps
from flows.exchange.rasa.targets import REPAIRS, RESPONSES, SESSION_START, WITHOUT

Flow = dict[str, Any]
ENDING = {"on_handoff": "handoff"}
"""Where a repair flow ends when that is not `end`."""


def make_repairs(maker: Maker) -> dict[str, Flow]:
    """The repair flows that the project writes anew."""
    made: dict[str, Flow] = {}
    for name, part in maker.project.patterns.items():
        if name == SESSION_START:
            continue
        repair = REPAIRS.get(name)
        if repair is None:
            told = WITHOUT.get(name, "There is no repair flow for it.")
            maker.report.left_out(part, name, told, "Look at docs/how-to/repair.md for what there is.")
            continue
        nodes = _pattern(maker, name, repair, part)
        if nodes is not None:
            made[repair] = {"nodes": nodes}
            maker.report.add(part, name, f"It is the repair flow `{repair}`.")
    for response, repair in RESPONSES.items():
        if repair in made or response not in maker.project.responses:
            continue
        said = spoken(maker, response, repair=True)
        if said is not None:
            tell_others(maker, response, said)
            made[repair] = {"nodes": {"tell": _ended(repair, {"type": "say", "say": said.say, "next": "end"})}}
            maker.report.add(said.part, response, f"The repair flow `{repair}` says it.")
    return made


def _pattern(maker: Maker, name: str, repair: str, part: Part) -> dict[str, Node] | None:
    steps = read_steps(part.get("steps"), maker.report)
    odd = next((step for step in all_steps(steps) if _is_odd(step)), None)
    if odd is not None:
        told = f"It asks or does something (`{odd.what}`) that its repair flow `{repair}` leaves to the engine."
        maker.report.left_out(part, name, told, f"Write `{repair}` in the bot, where the built-in one will not do.")
        return None
    layout = Layout(maker, repair, steps, repair=True)
    nodes = layout.lay_out()
    if not any(node["type"] in ("say", "call", "set", "flow") for node in nodes.values()):
        told = f"It does what the engine does by itself; the built-in `{repair}` says the words."
        maker.report.add(part, name, told)
        return None
    for node in nodes.values():
        _ended(repair, node)
    return nodes


def _is_odd(step: Step) -> bool:
    return step.kind == "collect"


def _ended(repair: str, node: Node) -> Node:
    """The node with the end of its repair flow in place of a plain one."""
    ending = ENDING.get(repair, "end")
    if repair == "on_goodbye" and node["type"] == "say" and node.get("next") == "end":
        node["type"] = "end"
        del node["next"]
    elif node.get("next") == "end":
        node["next"] = ending
    return node


def session_start(maker: Maker) -> tuple[dict[str, Node], Part] | None:
    """What the bot does first, where the project says it."""
    part = maker.project.patterns.get(SESSION_START)
    if part is None:
        return None
    steps = read_steps(part.get("steps"), maker.report)
    nodes = Layout(maker, "welcome", steps, repair=True).lay_out()
    if not any(node["type"] != "decide" for node in nodes.values()):
        return None
    maker.report.add(part, SESSION_START, "It is the flow `welcome`, with which every call begins.")
    return nodes, part
