"""Calls a tool: no longer than it may take, with fillers when it takes long."""

import asyncio
import logging
from dataclasses import dataclass

from flows.driver.fillers import Fillers
from flows.driver.gate import Gate
from flows.driver.ports import Ports, ToolOutcome
from flows.engine.commands import CallTool
from flows.engine.returns import INTERRUPTED

log = logging.getLogger(__name__)


def may_be_tried(command: CallTool) -> bool:
    """Whether a call may be sent before it is certain that the turn counts: it changes nothing, and the bot says so."""
    return command.speculate and command.effect == "read"


@dataclass
class UnderWay:
    """A call that has not come back."""

    command: CallTool
    task: "asyncio.Task[ToolOutcome] | None" = None
    unwanted: bool = False
    """The caller wants something else meanwhile."""

    def break_off(self) -> bool:
        """The caller wants something else: end it, or have it taken back; False where it comes to its end as it is."""
        if self.command.when_interrupted == "finish":
            return False
        self.unwanted = True
        if self.command.when_interrupted == "cancel" and self.task is not None:
            self.task.cancel()
        return True


async def call_tool(ports: Ports, gate: Gate, fillers: Fillers, under_way: UnderWay) -> ToolOutcome:
    """What the tool gives. Its time counts from here, the caller's patience from their last word."""
    command = under_way.command
    loop = asyncio.get_running_loop()
    until = loop.time() + command.timeout_ms / 1000
    task = under_way.task = asyncio.create_task(_called(ports, command), name=f"tool {command.tool}")
    try:
        await _until_it_counts(task, gate, until)
        if gate.passed.is_set():
            await fillers.accompany(task, ports.output, command, until)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, until - loop.time()))
        return _outcome(task, under_way) if done else ToolOutcome(error="timeout")
    finally:
        task.cancel()


async def _called(ports: Ports, command: CallTool) -> ToolOutcome:
    """A tool that changes something is sent only when the log has what led to it: whoever resumes the conversation must
    know of it."""
    if command.effect == "write" and ports.log is not None:
        await ports.log.committed()
    return await ports.tools.call(command)


async def _until_it_counts(task: "asyncio.Task[ToolOutcome]", gate: Gate, until: float) -> None:
    """Wait for the tool or for the turn to count, whichever comes first."""
    if gate.passed.is_set():
        return
    counts = asyncio.create_task(gate.passed.wait(), name="a turn that may count")
    left = max(0.0, until - asyncio.get_running_loop().time())
    try:
        await asyncio.wait({task, counts}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
    finally:
        counts.cancel()


async def take_back(ports: Ports, command: CallTool) -> ToolOutcome:
    """Call what takes back what another tool did, in the time that it has."""
    try:
        async with asyncio.timeout(command.timeout_ms / 1000):
            return await ports.tools.call(command)
    except TimeoutError:
        return ToolOutcome(error="timeout")
    except Exception:
        log.warning("the tools raised for %s", command.tool, exc_info=True)
        return ToolOutcome(error="unavailable")


def _outcome(task: "asyncio.Task[ToolOutcome]", under_way: UnderWay) -> ToolOutcome:
    if task.cancelled():
        return ToolOutcome(error=INTERRUPTED if under_way.unwanted else "unavailable")
    try:
        return task.result()
    except Exception:
        log.warning("the tools raised for %s", under_way.command.tool, exc_info=True)
        return ToolOutcome(error="unavailable")
