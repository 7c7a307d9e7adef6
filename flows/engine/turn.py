"""One sprint in the making: the state while it changes, what was commanded, and why.

A `Turn` lives inside one call of `resume` only; outside, there are frozen states.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.definition.edges import Next
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.commands import Command, EndCall, Listen, Say
from flows.engine.expectation import Expectation, ExpectationKind
from flows.engine.program import Program
from flows.engine.state import Ended, Frame, Sprint, State
from flows.expressions.conditions import ConditionFailed
from flows.expressions.templates import TemplateFailed
from flows.values.setting import Setting

PATIENCE_FACTOR = 5
"""After "hold on" the no-input time is this much longer: people look for a card for half a minute."""


class Fault(Exception):
    """The bot cannot go on with this flow: a text or value that cannot be worked out."""


class Turn:
    """The state of a sprint while nodes are visited."""

    def __init__(self, program: Program, state: State, now: str) -> None:
        self.program = program
        self.state = state
        self.now = now
        self.commands: list[Command] = []
        self.trace: list[dict[str, Any]] = []
        asked = state.last_said[-1].split() if state.last_said else []
        self.question_heard = state.heard is None or 2 * len(state.heard.split()) >= len(asked)
        """False when the caller spoke over the last prompt before half of it was heard: a yes answers nothing then."""
        self.previous_words = " ".join(state.last_said)
        """What the bot said before this turn."""

    def sprint(self) -> Sprint:
        """What came of it."""
        return Sprint(self.state, tuple(self.commands), tuple(self.trace))

    @property
    def setting(self) -> Setting:
        """When and where the caller speaks."""
        return self.program.setting(self.now)

    # -- looking ---------------------------------------------------------------------------------------------------

    @property
    def top(self) -> Frame:
        """The frame on top; there must be one."""
        frame = self.state.top
        assert frame is not None
        return frame

    def flow(self, frame: Frame) -> Flow:
        """The flow of a frame."""
        return self.program.flows[frame.flow]

    def node(self, frame: Frame) -> Node:
        """The node at which a frame stands."""
        return self.flow(frame).nodes[frame.node]

    def values(self) -> dict[str, Any]:
        """Everything that conditions and templates may use now."""
        top = self.state.top
        given = dict.fromkeys(REPAIR_VALUES, "") if top is not None and top.flow in repair_flows() else {}
        own = {**given, **(top.values if top is not None else {})}
        return {
            **dict.fromkeys(self.program.bot.variables),
            **self.state.variables,
            **self.state.slots,
            **own,
            "now": self.now,
            "channel": self.state.channel,
        }

    def evaluate(self, condition: str) -> bool:
        """A condition; one that cannot be worked out does not hold, and the trace says why."""
        try:
            return self.program.conditions.condition(condition).evaluate(self.values()) is True
        except ConditionFailed as problem:
            self.note("condition_failed", condition=condition, problem=str(problem))
            return False

    def render(self, text: str, extra: Mapping[str, Any] | None = None) -> str:
        """A text with its values. Raises Fault."""
        try:
            known = {name: value for name, value in self.values().items() if value is not None}
            return self.program.template(text).render({**known, **(extra or {})})
        except TemplateFailed as problem:
            raise Fault(f"the text {text!r} cannot be filled: {problem}") from None

    def literal(self, value: Any) -> Any:
        """A literal, a template or `{expr: CEL}` as a value. Raises Fault."""
        try:
            if isinstance(value, Expression):
                return self.program.conditions.expression(value.expr).evaluate(self.values())
            if isinstance(value, str):
                known = {name: entry for name, entry in self.values().items() if entry is not None}
                return self.program.template(value).value(known)
        except (ConditionFailed, TemplateFailed) as problem:
            raise Fault(str(problem)) from None
        return value

    # -- changing --------------------------------------------------------------------------------------------------

    def change(self, **fields: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **fields)

    def change_top(self, **fields: Any) -> None:
        """Replace fields of the frame on top."""
        self.change(stack=(*self.state.stack[:-1], replace(self.top, **fields)))

    def push(self, flow: str, **fields: Any) -> None:
        """Lay a flow on top of the stack; the slots that it asks for lose their values, unless they keep them."""
        slots, asked = self.program.bot.slots, self.program.asked_slots(flow)
        kept = {name: value for name, value in self.state.slots.items() if name not in asked or slots[name].keep}
        self.change(slots=kept)
        self.change(stack=(*self.state.stack, Frame(flow, self.program.flows[flow].first, **fields)))
        self.note("flow_started")

    def pop(self) -> Frame:
        """Take the flow on top away."""
        frame = self.top
        self.change(stack=self.state.stack[:-1])
        return frame

    def set_slot(self, name: str, value: Any) -> None:
        """Give a slot a value; None takes it away."""
        self.change(slots={**self.state.slots, name: value})

    def note(self, why: str, **more: Any) -> None:
        """A line of the trace, at the node where the bot is."""
        frame = self.state.top
        place = {"flow": frame.flow, "node": frame.node} if frame else {"flow": None, "node": None}
        self.trace.append({**place, "why": why, **more})

    def say(self, text: str, *, barge_in: bool | None = None, extra: Mapping[str, Any] | None = None) -> None:
        """Have a text spoken; an empty one is not."""
        spoken = " ".join(self.render(text, extra).split())
        if not spoken:
            return
        allowed = self.program.bot.defaults.barge_in if barge_in is None else barge_in
        self.commands.append(Say(spoken, barge_in=allowed))
        self.change(last_said=(*self.state.last_said, spoken))

    def end(self, reason: Any, detail: str | None = None) -> None:
        """The call is over."""
        if self.state.ended is None:
            self.change(phase="ended", ended=Ended(reason, detail))
            self.commands.append(EndCall(reason, detail))
            self.note("call_ended", reason=reason)

    def listen(self) -> None:
        """Wait for the caller."""
        no_input_ms = self.program.bot.defaults.no_input_after
        self.change(phase="listening")
        factor = PATIENCE_FACTOR if self.state.patient else 1
        self.commands.append(Listen(expectation(self.program, self.state), no_input_ms * factor))

    def branch(self, leads_to: Next) -> tuple[str, int | None]:
        """The name that an edge leads to now, and which of its branches that is."""
        if isinstance(leads_to, str):
            return leads_to, None
        for at, branch in enumerate(leads_to):
            if branch.condition is None or self.evaluate(branch.condition):
                self.note("branch", condition=branch.condition, to=branch.target)
                return branch.target, at
        raise Fault("no branch holds")

    def unique_id(self, kind: str) -> str:
        """An id that is the same in every replay: made of the visit's number."""
        return f"{kind}-{self.top.visit}"

    def idempotency_key(self, template: str, arguments: dict[str, Any]) -> str:
        """The key of a tool that writes; `auto` is a hash of bot, call, visit and arguments."""
        if template != "auto":
            return self.render(template)
        text = json.dumps([self.state.bot, self.state.call, self.top.visit, arguments], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def expectation(program: Program, state: State) -> Expectation:
    """What the bot expects to hear in a state."""
    if state.phase not in ("listening", "running"):
        return Expectation("nothing")
    flows = tuple(frame.flow for frame in state.stack if not frame.repair)
    waiting = tuple(flow for frame in state.stack for flow in frame.later)
    asked = tuple(dict.fromkeys(slot for flow in flows for slot in program.asked_slots(flow)))
    common: dict[str, Any] = {
        "open_slots": tuple(slot for slot in asked if state.slots.get(slot) is None),
        "filled_slots": tuple(slot for slot in asked if state.slots.get(slot) is not None),
        "open_flows": (*flows, *waiting),
    }
    if state.candidates:
        return Expectation("clarify", candidates=state.candidates, **common)
    frame = state.top
    if frame is None:
        idle: ExpectationKind = "anything_else" if state.asked_for_more else "request"
        return Expectation(idle, **common)
    node = program.flows[frame.flow].nodes.get(frame.node)
    if not isinstance(node, Ask) or frame.question is None:
        return Expectation("request", frame.flow, frame.node, **common)
    kind = frame.question.kind
    slot = program.bot.slots.get(node.slot)
    expected = slot.expected_words() if slot is not None and kind == "slot" else ()
    hints = tuple(dict.fromkeys((*node.hints, *expected)))
    return Expectation(kind, frame.flow, frame.node, node.slot, hints=hints, **common)
