"""One sprint in the making: the state while it changes, what was commanded, and why.

A `Turn` lives inside one call of `resume` only; outside, there are frozen states.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flows.definition.edges import Next
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.nodes.prompt import Prompt
from flows.definition.nodes.set import Expression
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.commands import Command, EndCall, Listen, Say
from flows.engine.expectation import Expectation, ExpectationKind
from flows.engine.finished import Ended
from flows.engine.hints import question_hints
from flows.engine.program import Program
from flows.engine.state import Frame, Held, Sprint, State, altered, waiting_call
from flows.expressions.conditions import ConditionFailed, Conditions
from flows.expressions.templates import Shown, TemplateFailed
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
        half_heard = state.heard is None or 2 * len(state.heard.split()) >= len(asked)
        self.question_heard = half_heard and not state.unheard
        """False when the caller spoke over the last prompt before half of it was heard, or over words that must be
        heard: a yes answers nothing then."""
        self.previous_words = " ".join(state.last_said)
        """What the bot said before this turn."""
        self.was_patient = state.patient
        """Whether the bot had just been asked to wait: then its last words were none to be repeated."""

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
        own = {**given, **self._inputs(top), **(top.values if top is not None else {})}
        return {
            **dict.fromkeys(self.program.bot.variables),
            **self.state.variables,
            **self.state.slots,
            **own,
            "now": self.now,
            "channel": self.state.channel,
        }

    def _inputs(self, top: Frame | None) -> dict[str, Any]:
        """A flow's own names, without a value where it was given none; a slot of the same name is that slot."""
        flow = self.program.flows.get(top.flow) if top is not None else None
        names = (*flow.inputs, *flow.outputs) if flow is not None else ()
        return {name: None for name in names if name not in self.state.slots and name not in self.state.variables}

    @property
    def conditions(self) -> Conditions:
        """The conditions as the flow on top knows them."""
        return self.program.conditions_of(self.state.top.flow if self.state.top is not None else None)

    def evaluate(self, condition: str) -> bool:
        """A condition; one that cannot be worked out does not hold, and the trace says why."""
        try:
            return self.conditions.condition(condition).evaluate(self.values()) is True
        except ConditionFailed as problem:
            self.note("condition_failed", condition=condition, problem=str(problem))
            return False

    def render(self, text: str, extra: Mapping[str, Any] | None = None, *, spoken: bool = False) -> str:
        """A text with its values, `spoken` as a voice says them. Raises Fault."""
        try:
            known = {name: value for name, value in self.values().items() if value is not None}
            if spoken:
                known |= self._as_spoken(known)
            return self.program.template(text).render({**known, **(extra or {})})
        except TemplateFailed as problem:
            raise Fault(f"the text {text!r} cannot be filled: {problem}") from None

    def _as_spoken(self, known: Mapping[str, Any]) -> dict[str, Shown]:
        """The values of slots that are not said as they are written, such as phone and card numbers."""
        return {
            name: Shown(value, slot.say(value))
            for name, slot in self.program.bot.slots.items()
            if slot.said_in_texts and isinstance(value := known.get(name), str) and value == self.state.slots.get(name)
        }

    def literal(self, value: Any) -> Any:
        """A literal, a template or `{expr: CEL}` as a value. Raises Fault."""
        try:
            if isinstance(value, Expression):
                return self.conditions.expression(value.expr).evaluate(self.values())
            if isinstance(value, str):
                known = {name: entry for name, entry in self.values().items() if entry is not None}
                return self.program.template(value).value(known)
        except (ConditionFailed, TemplateFailed) as problem:
            raise Fault(str(problem)) from None
        return value

    # -- changing --------------------------------------------------------------------------------------------------

    def change(self, **fields: Any) -> None:
        """Replace fields of the state."""
        self.state = altered(self.state, **fields)

    def change_top(self, **fields: Any) -> None:
        """Replace fields of the frame on top."""
        self.change(stack=(*self.state.stack[:-1], altered(self.top, **fields)))

    def push(self, flow: str, **fields: Any) -> None:
        """Lay a flow on top of the stack; the slots that it asks for lose their values, unless they keep them or
        their values came early."""
        slots, early = self.program.bot.slots, fields.get("early", ())
        asked = [name for name in self.program.asked_slots(flow) if name not in early and not slots[name].keep]
        self.change(stack=(*self.state.stack, Frame(flow, self.program.flows[flow].first, **fields)))
        self.hold(asked)
        self.change(
            slots={name: value for name, value in self.state.slots.items() if name not in asked},
            doubtful=tuple(name for name in self.state.doubtful if name not in asked),
        )
        self.note("flow_started")

    def hold(self, names: Iterable[str]) -> None:
        """Before the flow on top takes slots: remember for the flows below what they are, unless that was done."""
        stack = self.state.stack
        at = next((at for at in reversed(range(len(stack))) if not stack[at].sub), 0)
        known = {held.slot for held in stack[at].held}
        new = [name for name in names if name not in known]
        if at > 0 and new:
            had, doubtful = self.state.slots, self.state.doubtful
            held = (*stack[at].held, *(Held(name, had.get(name), name in doubtful) for name in new))
            self.change_frame(at, held=held)

    def pop(self) -> Frame:
        """Take the flow on top away."""
        frame = self.top
        self.change(stack=self.state.stack[:-1])
        return frame

    def change_frame(self, at: int, **fields: Any) -> None:
        """Change one frame of the stack."""
        stack = self.state.stack
        self.change(stack=(*stack[:at], altered(stack[at], **fields), *stack[at + 1 :]))

    def set_slot(self, name: str, value: Any, *, doubtful: bool = False) -> None:
        """Give a slot a value; None takes it away. `doubtful`: it is to be read back before it counts."""
        if value is None and self.state.top is not None and name in self.program.asked_slots(self.state.top.flow):
            self.hold([name])  # a slot that keeps its value was not taken when the flow began
        self._mark_changed(name, self.state.slots.get(name), value)
        others = tuple(slot for slot in self.state.doubtful if slot != name)
        self.change(
            slots={**self.state.slots, name: value},
            doubtful=(*others, name) if doubtful and value is not None else others,
        )

    def _mark_changed(self, name: str, before: Any, after: Any) -> None:
        """While a flow is gone through again after a correction, what changes on the way counts as corrected too."""
        if before == after:
            return
        for at in reversed(range(len(self.state.stack))):
            frame = self.state.stack[at]
            if frame.retrace and name not in frame.changed:
                self.change_frame(at, changed=(*frame.changed, name))
            if not frame.sub:  # what a sub-flow changes counts for the flow that runs it
                return

    def keep(self, name: str, value: Any) -> None:
        """Give a value to a slot, to an input or output of the flow on top, or to a variable."""
        slot = self.program.bot.slots.get(name)
        if slot is not None:
            fits = value is None or slot.problem(value) is None
            self.set_slot(name, value if fits else slot.read(value, self.setting))
            return
        flow = self.program.flows.get(self.top.flow) if self.state.top is not None else None
        self._mark_changed(name, self.values().get(name), value)
        if flow is not None and (name in flow.outputs or name in flow.inputs):
            self.change_top(values={**self.top.values, name: value})
        else:
            self.change(variables={**self.state.variables, name: value})

    def note(self, why: str, **more: Any) -> None:
        """A line of the trace, at the node where the bot is."""
        frame = self.state.top
        place = {"flow": frame.flow, "node": frame.node} if frame else {"flow": None, "node": None}
        self.trace.append({**place, "why": why, **more})

    def say(self, text: str, prompt: Prompt | None = None, extra: Mapping[str, Any] | None = None) -> None:
        """Have a text of the bot spoken, in the caller's language; an empty one is not. `prompt`: how it is said."""
        own = prompt.translations if prompt is not None and getattr(prompt, "say", None) == text else None
        self.say_as_is(self.render(self.program.translated(text, self.state.language, own), extra, spoken=True), prompt)

    def say_as_is(self, text: str, prompt: Prompt | None = None) -> None:
        """Have words spoken that are no template: those of a model, or of somebody else."""
        written = " ".join(text.split())
        if not written:
            return
        barge_in = self.program.bot.defaults.barge_in if prompt is None or prompt.barge_in is None else prompt.barge_in
        must_hear = prompt is not None and prompt.must_hear
        spoken = self.program.spoken(written, prompt.pronunciations if prompt is not None else None)
        self.commands.append(Say(written, barge_in, must_hear, spoken))
        heard = (*self.state.must_hear, written) if must_hear else self.state.must_hear
        self.change(last_said=(*self.state.last_said, written), must_hear=heard)

    def end(self, reason: Any, detail: str | None = None) -> None:
        """The call is over."""
        if self.state.ended is None:
            self.change(phase="ended", ended=Ended(reason, detail))
            self.commands.append(EndCall(reason, detail))
            self.note("call_ended", reason=reason)

    def listen(self) -> None:
        """Wait for the caller."""
        top = self.state.top
        node = self.node(top) if top is not None and top.question is not None else None
        own_ms = node.no_input_after if isinstance(node, Ask) else None
        no_input_ms = self.program.bot.defaults.no_input_after if own_ms is None else own_ms
        self.change(phase="listening")
        factor = PATIENCE_FACTOR if self.state.patient else 1
        expected = expectation(self.program, self.state)
        # What callers may ask for follows from the bot, and what is done stands in the state: both only fill the log.
        hints = expected.hints if expected.kind in ("slot", "confirm") else ()
        self.commands.append(Listen(replace(expected, hints=hints, done=()), no_input_ms * factor))

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
    anything = program.request_hints
    flows = tuple(frame.flow for frame in state.stack if not frame.repair)
    waiting = tuple(request.flow for frame in state.stack for request in frame.later)
    passed = tuple(step.flow for frame in state.stack for step in frame.path)
    asked = tuple(
        dict.fromkeys(slot for flow in dict.fromkeys((*flows, *passed)) for slot in program.wanted_slots(flow))
    )
    stale = {slot for frame in state.stack for slot in frame.stale}
    common: dict[str, Any] = {
        "open_slots": tuple(slot for slot in asked if state.slots.get(slot) is None or slot in stale),
        "filled_slots": tuple(slot for slot in asked if state.slots.get(slot) is not None and slot not in stale),
        "open_flows": (*flows, *waiting),
        "done": state.done,
    }
    if state.candidates:
        return Expectation("clarify", candidates=state.candidates, hints=anything, **common)
    if state.offered_person:  # a yes takes the person, and answers no question below
        return Expectation("anything_else", hints=anything, **common)
    frame = state.top
    if frame is None:
        idle: ExpectationKind = "anything_else" if state.asked_for_more else "request"
        return Expectation(idle, hints=anything, **common)
    node = program.flows[frame.flow].nodes.get(frame.node)
    if isinstance(node, Generate) and waiting_call(state, frame) is not None:
        return Expectation("confirm", frame.flow, frame.node, **common)
    if not isinstance(node, Ask) or frame.question is None:
        return Expectation("request", frame.flow, frame.node, hints=anything, **common)
    kind = frame.question.kind
    hints = question_hints(program.bot, node) if kind == "slot" else node.hints
    return Expectation(kind, frame.flow, frame.node, node.slot, hints=hints, **common)
