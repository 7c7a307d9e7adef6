"""The flows of a project, made into flows of the bot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.exchange.rasa.branching import Branch, branch
from flows.exchange.rasa.intents import Intents, trigger_intents
from flows.exchange.rasa.layout import Layout
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.names import free
from flows.exchange.rasa.predicate import Always
from flows.exchange.rasa.source import Part, word
from flows.exchange.rasa.steps import Step, all_steps, read_steps
from flows.exchange.rasa.words import ability, in_words

KEYS = frozenset(
    "name description if always_include_in_prompt nlu_trigger persisted_slots run_pattern_completed steps".split()
)

MAX_STEPS = 4_000
"""Of all flows together: about what fits into one bot, which may hold 20,000 keys and values."""


@dataclass(frozen=True)
class RasaFlow:
    """A flow as it was read."""

    name: str
    part: Part
    steps: tuple[Step, ...]

    @property
    def never_starts(self) -> bool:
        """`if: False`: only other flows lead to it."""
        return word(self.part.get("if").value).lower() == "false"


def read_flows(maker: Maker) -> list[RasaFlow]:
    """All flows with steps; every flow is named, and every slot that one asks for is noted."""
    found: list[RasaFlow] = []
    left = MAX_STEPS
    for name, part in maker.project.flows.items():
        steps = read_steps(part.get("steps"), maker.report) if left > 0 else ()
        left -= sum(1 for _ in all_steps(steps))
        if left < 0:
            told = f"The project has more than {MAX_STEPS:,} steps; from this flow on they were not read."
            maker.report.error(part, f"flow {name}", told, "Make several bots of it.")
            break
        if not steps:
            maker.report.error(part, f"flow {name}", "It has no steps.", "Write some, or delete the flow.")
            continue
        maker.flows.add(name, part)
        found.append(RasaFlow(name, part, steps))
        _note_slots(maker, part, steps)
        for key in part.value if isinstance(part.value, dict) else ():
            if str(key) not in KEYS:
                maker.report.left_out(part.get(str(key)), f"{key} of flow {name}", "It has no counterpart.")
    return found


def _note_slots(maker: Maker, part: Part, steps: tuple[Step, ...]) -> None:
    for slot in part.get("persisted_slots").items(maker.report.error):
        maker.kept.add(slot.text(maker.report.error))
    for step in all_steps(steps):
        if step.kind != "collect":
            continue
        maker.asked.add(step.name)
        if step.part.get("reset_after_flow_ends").value is False:
            maker.kept.add(step.name)
        if step.part.has("description"):
            maker.meanings.setdefault(step.name, step.part.get("description").text(maker.report.error))


def conditions_of(flows: list[RasaFlow]) -> Iterator[str]:
    """The text of every condition, to find out what slots hold."""
    for flow in flows:
        for step in all_steps(flow.steps):
            if isinstance(step.next, tuple):
                yield from (way.condition for way in step.next if way.condition is not None)
            rejections = step.part.get("rejections").value
            for entry in rejections if isinstance(rejections, list) else ():
                if isinstance(entry, dict) and isinstance(entry.get("if"), str):
                    yield entry["if"]


def make_flow(maker: Maker, flow: RasaFlow, intents: Intents, led_to: frozenset[str]) -> dict[str, Any]:
    """One flow of the bot. `led_to`: the flows that another one links or calls."""
    name = maker.flows.get(flow.name) or flow.name
    title = flow.part.get("name").text(maker.report.error) or in_words(flow.name)
    description = " ".join(flow.part.get("description").text(maker.report.error).split())
    nodes = Layout(maker, name, flow.steps).lay_out()
    nodes = _guarded(maker, flow, nodes, led_to)
    made: dict[str, Any] = {}
    if description:
        made["description"] = description
    triggers = [] if flow.never_starts else _triggers(maker, flow, intents, name, title, description)
    if triggers:
        made["triggers"] = triggers
    if flow.part.has("always_include_in_prompt"):
        told = "There is no prompt: every flow can be asked for at any time."
        maker.report.left_out(flow.part.get("always_include_in_prompt"), f"flow {flow.name}", told)
    return {**made, "nodes": nodes}


def _triggers(maker: Maker, flow: RasaFlow, intents: Intents, name: str, title: str, description: str) -> list[str]:
    told = ability(title, description)
    named = trigger_intents(maker, flow.part)
    found = [here for one in named if (here := intents.from_project(one, flow.part.get("nlu_trigger"), told))]
    if not found and flow.name in maker.project.intents:
        found = [here for one in (flow.name,) if (here := intents.from_project(one, flow.part, told))]
    if not found:
        made_up = intents.made_up(name, flow.name, flow.part, title, description)
        found = [made_up] if made_up is not None else []
    else:
        maker.report.add(flow.part, f"flow {flow.name}", f"It starts by {', '.join(f'`{one}`' for one in found)}.")
    return found


def _guarded(maker: Maker, flow: RasaFlow, nodes: dict[str, Node], led_to: frozenset[str]) -> dict[str, Node]:
    """The nodes behind the condition under which the flow may start."""
    guard = flow.part.get("if")
    if guard.is_empty or flow.never_starts or not nodes or isinstance(guard.value, dict | list):
        return nodes
    text = word(guard.value)
    predicate = maker.predicate(text, guard, f"flow {flow.name}")
    if predicate is None or isinstance(predicate, Always):
        return nodes
    name, first = free("may_start", nodes), next(iter(nodes))
    told = "It is the first node of the flow: where it does not hold, `on_cannot_help` runs."
    if flow.name in led_to:
        told += " Other flows that lead to it come by it, too."
    maker.report.changed(guard, f"flow {flow.name}, if: {text}", told)
    more: dict[str, Node] = {}

    def helper(branches: list[Branch]) -> str:
        known = free(f"{name}_else", [*nodes, *more])
        more[known] = {"type": "decide", "next": branches}
        return known

    check: Node = {"type": "decide", "next": branch([(predicate, first)], "on_cannot_help", maker.writer, helper)}
    return {name: check, **more, **nodes}


def linked_flows(flows: list[RasaFlow]) -> frozenset[str]:
    """The flows that others link or call, by their names in the project."""
    return frozenset(step.name for flow in flows for step in all_steps(flow.steps) if step.kind in ("link", "call"))


def slots_after_calls(maker: Maker, flows: list[RasaFlow]) -> dict[str, list[str]]:
    """For each custom action the slots that are spoken of behind it and that nothing else sets: likely its results."""
    set_elsewhere = set(maker.asked)
    for flow in flows:
        for step in all_steps(flow.steps):
            if step.kind == "set_slots":
                for entry in step.part.get("set_slots").items(maker.report.error):
                    if isinstance(entry.value, dict):
                        set_elsewhere |= {str(key) for key, value in entry.value.items() if value is not None}
    found: dict[str, list[str]] = {}
    owned: set[str] = set()
    for name, slot in maker.project.slots.items():
        for mapping in slot.mappings:
            if mapping.action and name not in set_elsewhere:
                found.setdefault(mapping.action, []).append(name)
                owned.add(name)
    for flow in flows:
        last = ""
        for step in all_steps(flow.steps):
            spoken_of = _spoken_of(maker, step)
            if step.kind == "action" and not step.name.startswith("utter_"):
                last = step.name
            for one in spoken_of:
                if last and one not in set_elsewhere and one not in owned:
                    found.setdefault(last, []).append(one)
                    owned.add(one)
    return found


def _spoken_of(maker: Maker, step: Step) -> list[str]:
    """The slots in the text and in the branches of a step."""
    texts: list[str] = []
    names = [step.name, step.part.get("utter").value, f"utter_ask_{step.name}"]
    for name in names:
        response = maker.project.responses.get(str(name))
        texts += [variation.text for variation in response.variations] if response is not None else []
    found = [slot for slot in maker.kinds for text in texts if f"{{{slot}}}" in text]
    if isinstance(step.next, tuple):
        for way in step.next:
            found += [
                slot for slot in maker.kinds if f"slots.{slot}" in (way.condition or "").replace(")", " ").split()
            ]
    return list(dict.fromkeys(found))
