"""Recorded events through the engine again: where a conversation stood, without anything being done twice."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from flows.engine.events import CallStarted, Event
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State


async def taken_up(program: Program, state: State, events: Iterable[Event]) -> AsyncGenerator[tuple[Event, Sprint]]:
    """Each event with what it leads to, from an empty state on; others have their turn in between."""
    for number, event in enumerate(events):
        if isinstance(event, CallStarted) and not number:
            sprint = start(program, event)
        else:
            sprint = resume(program, state, event)
        state = sprint.state
        yield event, sprint
        await asyncio.sleep(0)
