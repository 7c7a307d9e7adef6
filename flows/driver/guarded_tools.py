"""Tools behind the guardrails: what they are given, and what they give."""

from dataclasses import replace

from flows.driver.ports import Ports, ToolOutcome
from flows.engine.commands import CallTool
from flows.engine.trips import Trip, first_stop
from flows.guardrails.understanding import guard_of


def given(ports: Ports, command: CallTool) -> tuple[CallTool, tuple[Trip, ...]]:
    """The call as it may be made, and what was found in it."""
    guard = guard_of(ports.understander)
    if guard is None:
        return command, ()
    arguments, trips = guard.tools.given(command.tool, command.arguments)
    values, more = guard.tools.given(command.tool, command.values)
    found = tuple(dict.fromkeys((*trips, *more)))
    return (replace(command, arguments=arguments, values=values) if found else command), found


async def returned(ports: Ports, outcome: ToolOutcome) -> tuple[ToolOutcome, tuple[Trip, ...]]:
    """What the bot gets of a result, and what was found in it. A tool whose result is refused has failed: what it did
    is done all the same."""
    guard = guard_of(ports.understander)
    if guard is None or outcome.error is not None:
        return outcome, ()
    result, trips = await guard.tools.returned(outcome.result)
    if first_stop(trips) is not None:
        return ToolOutcome(error="unavailable"), trips
    return (replace(outcome, result=result) if trips else outcome), trips
