"""Performs a conversation: events into the engine, its commands out through ports.

The chat, the tests and the calls all run this; they differ only in their ports.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Literal, assert_never

from flows.driver.fillers import Fillers
from flows.driver.gate import Gate
from flows.driver.going_on import LeftOver
from flows.driver.guarded_tools import given, returned
from flows.driver.guesses import understood as among_guesses
from flows.driver.model_calls import ask_model, look_up
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import Clock, Log, Models, Output, Ports, ToolOutcome, Tools
from flows.driver.record import Turn
from flows.driver.summing import Summing
from flows.driver.taking_up import taken_up
from flows.driver.tool_calls import UnderWay, call_tool, may_be_tried, take_back
from flows.driver.undoing import taking_back
from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, CallTool, Command, EndCall, Handoff, Listen, LookUp, Say
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.expectation import Expectation
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.returns import INTERRUPTED
from flows.engine.state import Sprint, State
from flows.engine.trips import first_stop
from flows.engine.turn import expectation
from flows.understanding.port import Understander
from flows.understanding.providers import on_this_machine
from flows.values.setting import Setting

MAX_TOOLS_IN_A_TURN = 20
"""A bot that calls more tools before the caller's turn goes round in a circle."""


ELSEWHERE = frozenset({"start_flow", "cancel", "correct", "human", "goodbye"})
"""What a caller wants who does not want what a tool is asked for any more."""


class Conversation:
    """One conversation with one bot. Not for use by several tasks at once."""

    def __init__(
        self,
        program: Program,
        understander: Understander,
        tools: Tools,
        output: Output,
        clock: Clock,
        log: Log | None = None,
        models: Models | None = None,
    ) -> None:
        """`models`: what answers `generate` and `answer` nodes; left out: their own stubs."""
        self.program = program
        self._ports = Ports(understander, tools, models or ModelStubs(program.bot), output, clock, log)
        self._gate = Gate.open()
        self._outside = self._ports
        self.state = State(program.bot.bot)
        self._number = -1
        self._sent: UnderWay | None = None
        self._streamed = ""
        self._fillers = Fillers()
        self._summing = Summing()

    @property
    def number(self) -> int:
        """The number of the last turn: 0 is the greeting, -1 before it."""
        return self._number

    @property
    def expectation(self) -> Expectation:
        """What the bot expects to hear now."""
        return expectation(self.program, self.state)

    @property
    def asks(self) -> str:
        """The type of the slot whose value is asked for now; empty where none is."""
        now = self.expectation
        slot = self.program.bot.slots.get(now.slot or "") if now.kind == "slot" else None
        return slot.type if slot is not None else ""

    @property
    def setting(self) -> Setting:
        """When and where the caller speaks."""
        return self.program.setting(self._ports.clock.now())

    async def start(
        self, channel: str = "chat", values: Mapping[str, Any] | None = None, call: str = "", language: str = ""
    ) -> Turn:
        """The greeting. `call` is an id that no other call has: keys of tools that write are made of it."""
        turn = self._turn(None)
        event = CallStarted(self._ports.clock.now(), channel, dict(values or {}), call, language)
        await self._perform(turn, event, start(self.program, event))
        return turn

    async def go_on(self, state: State, left: LeftOver) -> Turn:
        """Go on with a conversation that was broken off, from the state after its last line: do what was left undone.

        The texts that were left unsaid are for the caller of this to say. The turn is told as a whole.
        """
        self.state, self._number = state, left.turn
        for command in left.pending:
            event = await self._do(left.record, command)
            if event is not None:
                await self._resume(left.record, event)
        return left.record

    async def take_up(self, events: Iterable[Event]) -> Turn:
        """Begin where the events of another conversation with this bot lead. Nothing of what they had done is done
        again, or said again: only what the last one left to be waited for. They are in the log as if they were new."""
        turn = self._turn(None)
        left: Sequence[Command] = ()
        async for event, sprint in taken_up(self.program, self.state, events):
            if self._ports.log is not None:
                self._ports.log.add(event, sprint)
            self.state, left = sprint.state, sprint.commands
        for command in left:
            follow_up = await self._do(turn, command) if not isinstance(command, Say) else None
            if follow_up is not None:
                await self._resume(turn, follow_up)
        return turn

    async def understand(self, text: str) -> Understanding:
        """What a sentence would mean now; changes nothing."""
        return await self._ports.understander.understand(text, self.expectation, self.state.slots, self.setting)

    async def _understand_quickly(self, text: str) -> Understanding:
        quick = on_this_machine(self._ports.understander)
        return await quick.understand(text, self.expectation, self.state.slots, self.setting)

    async def read(self, text: str, guesses: Sequence[str] = ()) -> Understanding:
        """What the caller means by a sentence, or by what else it may have been; changes nothing."""
        understood = await self.understand(text)
        if not guesses or first_stop(understood.trips) is not None:
            return understood  # what a rule stops is not looked for in what else it may have been
        chosen = await among_guesses(understood, guesses, self.expectation, self._understand_quickly, self._takes)
        return replace(chosen, trips=understood.trips)

    def _takes(self, value: Any) -> bool:
        """Whether the slot that is asked for may have a value."""
        slot = self.program.bot.slots.get(self.expectation.slot or "")
        return slot is None or slot.problem_at(value, self.setting) is None

    async def hear(self, text: str, understanding: Understanding | None = None, guesses: Sequence[str] = ()) -> Turn:
        """The caller said a sentence, which may have been read before. `guesses`: what else it may have been."""
        turn = self._turn(text)
        began = time.perf_counter()
        understood = understanding or await self.read(text, guesses)
        if guesses:
            turn.user = understood.text
        turn.understanding_ms = (time.perf_counter() - began) * 1000
        turn.acts = list(understood.acts)
        await self._resume_summed_up(turn)
        await self._resume(turn, UserSaid(understood, self._ports.clock.now()))
        return turn

    async def silence(self) -> Turn:
        """The no-input time ran out."""
        turn = self._turn("/silence")
        turn.acts = [Act("silence")]
        await self._resume_summed_up(turn)
        await self._resume(turn, UserSilent(self._ports.clock.now()))
        return turn

    async def press(self, keys: str) -> Turn:
        """Keys of the keypad, one by one."""
        turn = self._turn(f"/dtmf {keys}")
        turn.acts = [Act("dtmf", keys=keys)]
        for key in keys:
            if self.state.ended is None:
                await self._resume(turn, KeyPressed(key, self._ports.clock.now()))
        return turn

    async def interrupt(self, heard: str) -> Turn:
        """The caller spoke over the bot, which was heard up to these words."""
        turn = self._turn(f"/interrupt {heard}".rstrip())
        turn.acts = [Act("interrupt", heard=heard)]
        await self._resume(turn, UserInterrupted(heard, self._ports.clock.now()))
        return turn

    async def hang_up(self, reason: Literal["hangup", "limit", "error"] = "hangup") -> Turn:
        """The caller hung up, or the call was ended for another reason."""
        turn = self._turn("/hangup")
        await self._resume(turn, CallEnded(self._ports.clock.now(), reason))
        sent, self._sent = self._sent, None
        if sent is not None:  # nobody waits for it any more; the engine ignores this, the log must have it
            await self._resume(turn, ToolReturned(sent.command.id, self._ports.clock.now(), error="unknown"))
        return turn

    async def break_off_for(self, text: str) -> bool:
        """Break off the tool that is waited for, if a sentence that is said meanwhile asks for something else; false
        where it comes to its end first."""
        under_way = self._sent
        if under_way is None or under_way.command.when_interrupted == "finish" or not await self._leads_elsewhere(text):
            return False
        return self._sent is under_way and under_way.break_off()  # by now another one may be waited for

    async def _leads_elsewhere(self, text: str) -> bool:
        now = expectation(self.program, replace(self.state, phase="listening"))
        understood = await self._ports.understander.understand(text, now, self.state.slots, self.setting)
        return any(act.act in ELSEWHERE for act in understood.acts)

    def behind(self, gate: Gate) -> "Conversation":
        """This conversation as it stands now, with what it leans on behind a gate. Neither changes the other."""
        other = copy(self)
        other._gate, other._ports = gate, gate.around(self._outside)
        return other

    def let_out(self) -> None:
        """The gate is gone: everything is done at once again."""
        self._gate, self._ports = Gate.open(), self._outside
        self._sum_up()

    def _turn(self, user: str | None) -> Turn:
        self._number += 1
        return Turn(self._number, user)

    async def _resume(self, turn: Turn, event: Event) -> None:
        began = time.perf_counter()
        sprint = resume(self.program, self.state, event)
        turn.engine_ms += (time.perf_counter() - began) * 1000
        await self._perform(turn, event, sprint)

    async def _resume_summed_up(self, turn: Turn) -> None:
        """A summary that is there by now counts from this turn on."""
        event = self._summing.came(self.state, self._ports.clock.now())
        if event is not None:
            await self._resume(turn, event)

    def _sum_up(self) -> None:
        """Beside the turns, as far as they count."""
        if self.state.ended is not None:
            self._summing.end()
        elif self._gate.passed.is_set():
            self._summing.begin(self._outside.models, self.program, self.state)

    async def _perform(self, turn: Turn, event: Event, sprint: Sprint) -> None:
        """Do what a sprint commands, and what the sprints after it command, until it is the caller's turn."""
        for _ in range(MAX_TOOLS_IN_A_TURN):
            follow_up: Event | None = None
            if self._ports.log is not None:
                self._ports.log.add(event, sprint)
            self.state = sprint.state
            turn.trace.extend(sprint.trace)
            for command in sprint.commands:
                follow_up = await self._do(turn, command) or follow_up
            if follow_up is None:
                self._sum_up()
                return
            event = follow_up
            sprint = resume(self.program, self.state, event)
        ending = CallEnded(self._ports.clock.now(), "error")
        await self._perform(turn, ending, resume(self.program, self.state, ending))

    async def _do(self, turn: Turn, command: Command) -> Event | None:
        match command:
            case Say():
                turn.said.append(command.text)
                self._fillers.said_something()
                streamed, self._streamed = self._streamed, ""
                if command.text != streamed:
                    await self._ports.output.say(command)
            case Listen():
                await self._ports.output.listen(command)
            case CallTool():
                return await self._call_tool(turn, command)
            case Handoff():
                await self._ports.output.hand_off(command)
                return HandedOff("finished", self._ports.clock.now())
            case EndCall():
                await self._ports.output.end(command)
            case AskModel() | LookUp():
                return await self._ask(turn, command)
            case _:
                assert_never(command)
        return None

    async def _ask(self, turn: Turn, command: AskModel | LookUp) -> Event:
        """A language model or a knowledge base, within its time."""
        if isinstance(command, AskModel):
            outcome, self._streamed = await ask_model(self._ports, self.program, command, self.state)
        else:
            outcome = await look_up(self._ports, self.program, command, self.state)
        if outcome.error is not None and self._streamed:
            turn.said.append(self._streamed)
            self._streamed = ""
        return ModelReturned(
            command.id, self._ports.clock.now(), outcome.text, outcome.values, outcome.sources, outcome.error,
            outcome.route, outcome.failed, outcome.micros, outcome.tools,
            outcome.trips,
        )  # fmt: skip

    async def _call_tool(self, turn: Turn, command: CallTool) -> Event:
        if not may_be_tried(command):
            await self._gate.passed.wait()
        command, trips = given(self._ports, command)
        if first_stop(trips) is not None:
            return ToolReturned(command.id, self._ports.clock.now(), error="refused", trips=trips)  # it was not called
        under_way = self._sent = UnderWay(command)
        outcome = await call_tool(self._ports, self._gate, self._fillers, under_way)
        turn.called.append(outcome.told_of(command))
        undo = taking_back(command, outcome) if under_way.unwanted else None
        if undo is not None:
            undone = await take_back(self._ports, undo)
            turn.called.append(undone.told_of(undo))
            if undone.error is None:
                outcome = ToolOutcome({"undone": undo.tool}, INTERRUPTED)
            elif undone.error != "refused":
                outcome = ToolOutcome(error="unavailable")  # nobody knows whether it was taken back
        self._sent = None
        outcome, found = await returned(self._ports, outcome)
        return ToolReturned(command.id, self._ports.clock.now(), outcome.result, outcome.error, (*trips, *found))
