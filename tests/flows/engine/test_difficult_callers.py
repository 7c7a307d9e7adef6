"""Difficult callers of bots that make sense: they answer early, correct, digress, cancel, mumble, are silent, press
keys and speak over the bot. Nothing fails, and nothing that they said is lost."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.engine.acts import Act, Understanding
from flows.engine.commands import CallTool
from flows.engine.events import (
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Frame, Sprint, State, state_from_json, state_to_json
from flows.loader.load import load_text
from tests.flows.engine.sensible_bots import VALUES, sensible
from tests.flows.small_bots import NOW

NO_MATTER = frozenset({"intent.close", "intent.unused", "intent.description"})
"""What is told of the intents, which are not understood here."""
Step = Callable[[State], Event]


def loaded(number: int) -> Bot | None:
    """A bot of which nothing is told."""
    found = load_text(sensible(number))
    assert found.bot is not None, found.findings
    return found.bot if not {one.code for one in found.findings} - NO_MATTER else None


def says(*acts: Act) -> Event:
    return UserSaid(Understanding("…", acts), NOW)


@dataclass
class Below:
    """What a flow that comes between must leave as it is."""

    height: int
    frame: Frame
    slots: dict[str, Any]


@dataclass
class Call:
    """A call of a difficult caller."""

    bot: Bot
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.program = Program(self.bot)
        self.keys: set[str] = set()
        self.ids: set[str] = set()
        self.below: list[Below] = []
        self.state = State(self.bot.bot)
        self._take("start", start(self.program, CallStarted(NOW, call="c")))

    def do(self, choice: int) -> None:
        """One of the things that can be done now."""
        moves = list(self._moves())
        name, event = moves[choice % len(moves)]
        before = self.state
        sprint = resume(self.program, before, event)
        assert sprint == resume(self.program, before, event)
        why = [line["why"] for line in sprint.trace]
        if name.startswith(("change", "again")) or ("went_back" in why and "filled" in why):
            self.below.clear()  # what is below may be taken again
        self._digresses(before, sprint)
        self._take(name, sprint)
        self._comes_back(sprint)

    def _take(self, name: str, sprint: Sprint) -> None:
        self.trail.append(f"{name} -> {' '.join(line['why'] for line in sprint.trace)}")
        self.state = state_from_json(json.loads(json.dumps(state_to_json(sprint.state))))
        assert self.state == sprint.state
        for line in sprint.trace:
            assert line["why"] not in ("fault", "error", "condition_failed"), (line, self.trail)
        for command in sprint.commands:
            if isinstance(command, CallTool):
                assert command.id not in self.ids, self.trail
                self.ids.add(command.id)
                if command.effect == "write":
                    assert command.idempotency_key not in self.keys, self.trail
                    self.keys.add(str(command.idempotency_key))

    # -- what callers do -------------------------------------------------------------------------------------------

    def _moves(self) -> Iterator[tuple[str, Event]]:
        state = self.state
        if state.tool is not None:
            yield "tool", ToolReturned(state.tool.id, NOW, {"x": 2})
            yield "tool fails", ToolReturned(state.tool.id, NOW, None, "timeout")
            return
        if state.phase == "handed_off":
            yield "nobody", HandedOff("nobody", NOW)
            return
        yield "mumble", says(Act("out_of_scope"))
        yield from self._answers()
        yield from self._values()
        for flow in self.bot.flows:
            if self.bot.flows[flow].triggers:
                yield f"ask for {flow}", says(Act("start_flow", flow=flow))
                for slot in self.program.wanted_slots(flow)[:2]:
                    fill = Act("fill", slot=slot, value=VALUES[slot][1])
                    yield f"ask for {flow} with {slot}", says(Act("start_flow", flow=flow), fill)
        for kind in ("cancel", "help", "repeat", "wait", "chitchat", "refuse"):
            yield kind, says(Act(kind))  # type: ignore[arg-type]
        yield "silence", UserSilent(NOW)
        yield "key", KeyPressed("1", NOW)
        yield "finish", KeyPressed("#", NOW)
        yield "interrupts", UserInterrupted(" ".join(state.last_said)[:6], NOW)

    def _answers(self) -> Iterator[tuple[str, Event]]:
        top = self.state.top
        if top is None or top.question is None:
            return
        node = self.program.flows[top.flow].nodes[top.node]
        assert isinstance(node, Ask)
        if top.question.kind == "confirm":
            yield "yes", says(Act("affirm"))
            yield "no", says(Act("deny"))
            return
        for value in VALUES[node.slot]:
            yield f"answer {node.slot}", says(Act("fill", slot=node.slot, value=value))

    def _values(self) -> Iterator[tuple[str, Event]]:
        wanted = dict.fromkeys(slot for frame in self.state.stack for slot in self.program.wanted_slots(frame.flow))
        for slot in wanted:
            had = self.state.slots.get(slot)
            if had is None:
                yield f"early {slot}", says(Act("fill", slot=slot, value=VALUES[slot][0]))
                continue
            for value in VALUES[slot]:
                if value != had:
                    yield f"change {slot}", says(Act("correct", slot=slot, old=had, new=value))
            yield f"again {slot}", says(Act("correct", slot=slot, old=had))

    # -- what must hold --------------------------------------------------------------------------------------------

    def _digresses(self, before: State, sprint: Sprint) -> None:
        """Remember a question below a flow that begins upon it."""
        height, top = len(before.stack), before.top
        if top is not None and top.question is not None and len(sprint.state.stack) > height:
            above = sprint.state.stack[height]
            if sprint.state.stack[height - 1].interrupted and not above.sub and not above.repair:
                self.below.append(Below(height, top, dict(before.slots)))

    def _comes_back(self, sprint: Sprint) -> None:
        """Where a flow that came between is over, the question below is put again, with all that was known there."""
        state = self.state
        while self.below and (state.ended is not None or state.phase == "handed_off" or not state.stack):
            self.below.pop()
        while self.below and state.phase == "listening" and not self._is_between():
            below = self.below.pop()
            top = state.stack[below.height - 1] if len(state.stack) >= below.height else None
            went_back = any(line["why"] == "went_back" for line in sprint.trace)
            if top is None or (went_back and top.flow != below.frame.flow):
                continue  # it was left too
            place = (below.frame.flow, below.frame.node)
            known = [(line["flow"], line["node"]) for line in sprint.trace if line["why"] == "slot_known"]
            answered = place in known or self._asks_twice(below)  # by the flow that came between
            if not answered:
                assert (top.flow, top.node) == place, self.trail
                assert top.question is not None, self.trail
            kept = {slot: value for slot, value in below.slots.items() if value is not None}
            ours = {slot for frame in state.stack for slot in self.program.wanted_slots(frame.flow)}
            for slot in ours & kept.keys():
                keeps = self.bot.slots[slot].keep and state.slots.get(slot) is not None
                assert keeps or answered or state.slots.get(slot) == kept[slot], (slot, self.trail)

    def _asks_twice(self, below: Below) -> bool:
        """Whether the answer is to be read back."""
        node = self.program.flows[below.frame.flow].nodes[below.frame.node]
        assert isinstance(node, Ask)
        return self.state.slots.get(node.slot) is not None and below.slots.get(node.slot) is None

    def _is_between(self) -> bool:
        below = self.below[-1]
        return len(self.state.stack) > below.height and not self.state.stack[below.height].sub


@given(number=st.integers(0, 100_000), choices=st.lists(st.integers(0, 10_000), max_size=30))
def test_nothing_fails_and_nothing_is_lost(number: int, choices: list[int]) -> None:
    bot = loaded(number)
    if bot is None:
        return
    call = Call(bot)
    for choice in choices:
        if call.state.ended is not None:
            break
        call.do(choice)


def test_most_of_the_bots_are_free_of_findings() -> None:
    assert sum(loaded(number) is not None for number in range(40)) > 30


@pytest.mark.parametrize("number", range(3))
def test_the_same_number_makes_the_same_bot(number: int) -> None:
    assert sensible(number) == sensible(number) != sensible(number + 1)
