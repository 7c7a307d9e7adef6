"""Asks a language model or a knowledge base: no longer than it may take, its words spoken as they come, each clause
behind the guardrails of the bot."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from flows.definition.nodes.generate import Generate
from flows.driver.guarded_text import GuardedText
from flows.driver.pieces import Pieces, SpokenPieces
from flows.driver.ports import ModelOutcome, Ports, StreamingOutput
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program
from flows.engine.state import State
from flows.engine.trips import Trip
from flows.guardrails.checking import Context
from flows.guardrails.guard import FREE, Guard
from flows.guardrails.understanding import guard_of
from flows.personal.spotting import plainly

log = logging.getLogger(__name__)

SAY_OTHERWISE = "\n\nWhat you wrote before may not be said: {reason}. Write it without that, only what you were told."


async def ask_model(ports: Ports, program: Program, command: AskModel, state: State) -> tuple[ModelOutcome, str]:
    """What the model gives, and what of its words the output has spoken already, with single spaces.

    These are all of the text or, where it failed in the middle, a part of it, which is then the text of the failure.
    Words are withheld where the caller is to hear none, and where values are taken out.
    """
    pieces = Pieces()
    if command.speak and not command.extract and isinstance(ports.output, StreamingOutput):
        pieces = SpokenPieces(ports.output, command, program)
    guard = guard_of(ports.understander)
    try:
        if guard is None or not guard.looks_at_output or not command.speak:
            outcome = await _in_time(ports.models.ask(command, pieces.add), command)
        else:
            outcome = await _guarded(ports, command, pieces, guard, _context(program, command, state))
        pieces.close(whole=outcome.error is None)
    finally:
        pieces.close(whole=False)  # where it was cancelled
    if outcome.error is not None or (pieces.text and pieces.text != " ".join(outcome.text.split())):
        outcome = replace(outcome, text=pieces.text)  # what was heard counts
    return outcome, pieces.text


async def look_up(ports: Ports, program: Program, command: LookUp, state: State) -> ModelOutcome:
    """What the knowledge base gives."""
    outcome = await _in_time(ports.models.look_up(command), command)
    if outcome.error is not None:
        return replace(outcome, text="")  # nobody heard it
    guard = guard_of(ports.understander)
    if guard is None or not guard.looks_at_output:
        return outcome
    context = _context(program, command, state)
    own = Context((*context.evidence, outcome.text), context.own)  # its sources cover it
    text = GuardedText(guard, Pieces(), lambda said: replace(own, before=len(said.split())))
    try:
        await text.finish(outcome.text)
    finally:
        await text.aclose()
    return replace(outcome, text=" ".join(text.text.split()), trips=tuple(text.trips))


async def _guarded(ports: Ports, command: AskModel, pieces: Pieces, guard: Guard, context: Context) -> ModelOutcome:
    """A text through the guardrails; once more where it is to be said otherwise and nothing of it was said."""
    loop, began = asyncio.get_running_loop(), asyncio.get_running_loop().time()
    before: list[Trip] = []
    asked, micros = command, 0
    while True:
        text = GuardedText(guard, pieces, lambda said: replace(context, before=len(said.split())))
        try:
            outcome = await _in_time(ports.models.ask(asked, text.add), asked, text.stopped)
            if outcome.error is None and text.stop is None:
                await text.finish(outcome.text)
        finally:
            await text.aclose()
        trips, micros = (*before, *text.trips), micros + outcome.micros
        said = replace(outcome, text=text.text.strip(), trips=trips, micros=micros)
        if text.stop is None:
            return said
        left_ms = command.timeout_ms - round((loop.time() - began) * 1000)
        if text.stop.action != "rephrase" or before or text.text or left_ms <= 0:
            return replace(said, error=None, values={}, tools=())
        before = [replace(trip, action="flag") if trip.stops else trip for trip in text.trips]
        otherwise = command.prompt + SAY_OTHERWISE.format(reason=guard.reason(text.stop))
        spent = command.spent_micros + micros
        asked = replace(command, prompt=otherwise, timeout_ms=left_ms, spent_micros=spent)


def _context(program: Program, command: AskModel | LookUp, state: State) -> Context:
    """What the model may assert: what the author wrote, and values, but for sentences of the caller: what they claim
    covers nothing. And what is the caller's own."""
    flow, _, name = command.node.partition(".")
    node = program.flows[flow].nodes.get(name) if flow in program.flows else None
    slots = program.bot.slots
    typed = [value for name, value in state.slots.items() if slots[name].type not in FREE] if slots else []
    values = [str(value) for value in (*typed, *state.variables.values()) if value is not None]
    written = [node.prompt] if isinstance(node, Generate) else []
    if isinstance(command, AskModel):
        values += [step.came for step in command.steps if step.came]
    own = frozenset(plainly(str(value)) for value in state.slots.values() if value is not None)
    return Context((*written, *values), own)


async def _in_time(
    asked: Coroutine[Any, Any, ModelOutcome], command: AskModel | LookUp, stopped: asyncio.Event | None = None
) -> ModelOutcome:
    """`stopped`: nobody wants the rest any more."""
    task = asyncio.create_task(asked, name=f"{command.command} {command.node}")
    stop = asyncio.create_task(stopped.wait(), name=f"guardrails of {command.node}") if stopped is not None else None
    try:
        waited = {task, stop} if stop is not None else {task}
        await asyncio.wait(waited, timeout=command.timeout_ms / 1000, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        return ModelOutcome() if stop is not None and stop.done() else ModelOutcome(error="timeout")
    except Exception:
        log.warning("the models raised for %s", command.node, exc_info=True)
        return ModelOutcome(error="unavailable")
    finally:
        task.cancel()
        if stop is not None:
            stop.cancel()
