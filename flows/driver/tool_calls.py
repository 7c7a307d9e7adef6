"""Calls a tool: no longer than it may take, with a filler when it takes long."""

import asyncio
import logging

from flows.driver.gate import Gate
from flows.driver.ports import Ports, ToolOutcome
from flows.engine.commands import CallTool

FILLER_AT_LEAST_MS = 150
"""What a tool gets before a filler is said for it, also where the caller has waited for long already."""
log = logging.getLogger(__name__)


def may_be_tried(command: CallTool) -> bool:
    """Whether a call may be sent before it is certain that the turn counts: it changes nothing, and the bot says so."""
    return command.speculate and command.effect == "read"


async def call_tool(ports: Ports, gate: Gate, command: CallTool) -> ToolOutcome:
    """What the tool gives. Its time counts from here, the caller's patience from their last word."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    until = began + command.timeout_ms / 1000
    task = asyncio.create_task(_called(ports, command), name=f"tool {command.tool}")
    try:
        await _until_it_counts(task, gate, until)
        left_ms = command.filler_after_ms - ports.output.waited_ms()
        at_least_ms = min(FILLER_AT_LEAST_MS, command.filler_after_ms)
        filler_at = max(loop.time() + left_ms / 1000, began + at_least_ms / 1000)
        if command.filler is not None and filler_at < until and gate.passed.is_set():
            done, _ = await asyncio.wait({task}, timeout=filler_at - loop.time())
            if not done:
                await ports.output.filler(command.filler)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, until - loop.time()))
        return _outcome(task, command) if done else ToolOutcome(error="timeout")
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


def _outcome(task: "asyncio.Task[ToolOutcome]", command: CallTool) -> ToolOutcome:
    try:
        return task.result()
    except Exception:
        log.warning("the tools raised for %s", command.tool, exc_info=True)
        return ToolOutcome(error="unavailable")
