"""Everything that a caller and a tool can do to a small bot, by the engine itself, and what came of it."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.engine.acts import Act, Understanding
from flows.engine.events import CallStarted, Event, HandedOff, ToolReturned, UserSaid
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Frame, Sprint, State
from tests.flows.checks.exhaustive.generator import VALUES

NOW = "2026-01-05T10:00:00.000+00:00"
MAX_STATES = 200
"""States of one bot that are gone on from; few bots have more."""
_PLACE = re.compile(r"<(\w+)\.(\w+)>")
_NAMES = re.compile(r"'(\w+)' (?:is undefined|has no value yet)|`(\w+)` has no value yet")

Spot = tuple[str, str]
Unset = dict[tuple[str, str, str], list[str]]


@dataclass
class Seen:
    """What was seen of a bot."""

    visited: set[Spot] = field(default_factory=set)
    taken: set[tuple[str, str, str, int]] = field(default_factory=set)
    """Branches: flow, node, field, number."""
    left: set[tuple[str, str, str]] = field(default_factory=set)
    """Edges: flow, node, field."""
    fell_off: set[Spot] = field(default_factory=set)
    """Nodes behind which a flow ended, though nothing says so."""
    unset: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    """Flow, node and name that was read without a value, with the events that led there."""
    after_change: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    """The same behind a value that was changed or taken back."""
    states: int = 0
    complete: bool = True


def explore(bot: Bot, *, between: bool = False, change: bool = True, most: int = MAX_STATES) -> Seen:
    """Every event in every state. `between`: other flows are asked for at questions too. `change`: values that are
    known are changed."""
    program, seen = Program(bot), Seen()
    known: set[tuple[object, ...]] = set()
    waiting: deque[tuple[State, tuple[str, ...], bool]] = deque()

    def take(sprint: Sprint, trail: tuple[str, ...], *, changed: bool) -> None:
        changed = changed or any(line["why"] in ("taken_again", "reopened") for line in sprint.trace)
        _record(bot, sprint, seen, trail, seen.after_change if changed else seen.unset)
        key = (changed, *_key(sprint.state))
        if sprint.state.ended is None and key not in known:
            known.add(key)
            waiting.append((sprint.state, trail, changed))

    for values in ({}, {"brought": 1}):
        take(start(program, CallStarted(NOW, values=values, call="call-1")), (f"start {values}",), changed=False)
    while waiting:
        if seen.states >= most:
            seen.complete = False
            break
        state, trail, changed = waiting.popleft()
        seen.states += 1
        for name, event in _events(program, state, between=between, change=change):
            take(resume(program, state, event), (*trail, name), changed=changed)
    return seen


def _key(state: State) -> tuple[object, ...]:
    """What of a state matters for what may come: no counters, of every path each step once."""
    return (
        state.phase, state.asked_for_more, state.patient, state.candidates, state.doubtful, state.tool is not None,
        _items(state.slots), _items(state.variables), tuple(map(_frame_key, state.stack)),
    )  # fmt: skip


def _items(values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, repr(value)) for name, value in values.items() if value is not None))


def _frame_key(frame: Frame) -> tuple[object, ...]:
    return (
        frame.flow, frame.node, frame.question, _items(frame.values), frame.repair, frame.reask, frame.opening,
        frame.interrupted, frame.sub, bool(frame.later), frame.early, tuple(dict.fromkeys(frame.path)), frame.retrace,
        frame.changed, frame.left, frame.correction is not None and frame.correction.slot,
        tuple((held.slot, held.value, held.doubtful) for held in frame.held), frame.stale, frame.sealed, frame.guessed,
    )  # fmt: skip


def _events(program: Program, state: State, *, between: bool, change: bool) -> Iterator[tuple[str, Event]]:
    if state.phase == "tool" and state.tool is not None:
        for x in (0, 2):
            yield f"tool {x}", ToolReturned(state.tool.id, NOW, {"x": x})
        yield "tool fails", ToolReturned(state.tool.id, NOW, None, "timeout")
    elif state.phase == "handed_off":
        yield "nobody", HandedOff("nobody", NOW)
        yield "returned", HandedOff("returned", NOW)
    elif state.phase == "listening":
        for name, acts in _sentences(program, state, between=between, change=change):
            yield name, UserSaid(Understanding("…", acts), NOW)


def _sentences(program: Program, state: State, *, between: bool, change: bool) -> Iterator[tuple[str, tuple[Act, ...]]]:
    """What callers say; silence and sentences that mean nothing come to the same here, and one of them is tried."""
    yield "mumble", (Act("out_of_scope"),)
    top = state.top
    node = program.flows[top.flow].nodes[top.node] if top is not None and top.question is not None else None
    if top is not None and top.question is not None and isinstance(node, Ask):
        if top.question.kind == "confirm":
            yield "yes", (Act("affirm"),)
            yield "no", (Act("deny"),)
        else:
            unsure = Act("fill", slot=node.slot, value=VALUES[node.slot][0], doubtful=True)
            yield f"perhaps {node.slot}={unsure.value}", (unsure,)
        if node.help:
            yield "help", (Act("help"),)
        yield "cancel", (Act("cancel"),)
        for slot, values in VALUES.items():
            had = state.slots.get(slot)
            for value in values:
                if had is None or (change and (value != had or type(value) is not type(had))):
                    yield f"{slot}={value}", (Act("fill", slot=slot, value=value),)
            if change and had is not None and _asked(program, state, slot):
                yield f"change {slot}", (Act("correct", slot=slot),)
    if node is None or between:
        for flow in program.bot.flows:
            if program.bot.flows[flow].triggers:
                yield f"ask for {flow}", (Act("start_flow", flow=flow),)
                for slot in program.wanted_slots(flow) if node is None else ():
                    for value in VALUES[slot]:
                        fill = Act("fill", slot=slot, value=value)
                        yield f"ask for {flow} {slot}={value}", (Act("start_flow", flow=flow), fill)


def _asked(program: Program, state: State, slot: str) -> bool:
    """Whether an open flow asked for a slot. Else the engine takes its value away and asks for none."""
    passed = (program.flows[step.flow].nodes[step.node] for frame in state.stack for step in frame.path)
    return any(isinstance(node, Ask) and node.slot == slot for node in passed)


def _record(bot: Bot, sprint: Sprint, seen: Seen, trail: tuple[str, ...], unset: Unset) -> None:
    refused = ""
    for line in sprint.trace:
        flow, node = line.get("flow"), line.get("node")
        match line["why"]:
            case "visit":
                seen.visited.add((flow, node))
            case "leads_to":
                seen.left.add((flow, node, line["field"]))
                if "branch" in line:
                    seen.taken.add((flow, node, line["field"], line["branch"]))
                made = bot.flows.get(flow)
                fell = line["to"] == "end" and line["field"] == "next"
                if fell and made is not None and made.nodes[node].next is None:
                    seen.fell_off.add((flow, node))
            case "refused":
                refused = line["slot"]
            case "fault":
                if f"'{refused}' is undefined" in line["problem"]:
                    continue  # a value that was known is refused: its own name is taken away before that is said
                place = _PLACE.search(line["problem"])
                flow, node = place.groups() if place is not None else (flow, node)
                _missing(unset, flow, node, line["problem"], trail)
            case "condition_failed":
                made = bot.flows.get(flow)
                if made is not None and line["condition"] in {text for _, text in made.nodes[node].conditions()}:
                    _missing(unset, flow, node, line["problem"], trail)


def _missing(unset: Unset, flow: str, node: str, problem: str, trail: tuple[str, ...]) -> None:
    for match in _NAMES.finditer(problem):
        unset.setdefault((flow, node, match[1] or match[2]), list(trail))
