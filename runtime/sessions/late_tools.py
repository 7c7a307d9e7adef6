"""Tools that write, and what becomes of them when nobody waits for them any more: the caller hung up.

What was sent may take effect, so it is not broken off: it has its time, and the log says what came of it. The event
log of the call has `unknown` for it, as that was so when the call ended.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from flows.driver.ports import ToolOutcome
from flows.driver.undoing import taking_back
from flows.engine.commands import CallTool
from voxloom.conversations.going_on import RESUMABLE_S

log = logging.getLogger(__name__)

CLOSE_S = 0.3
"""What is left for them when the process stops."""
LOOK_EVERY_S = 1.0
"""Whether a conversation that was broken off is over."""
DECIDED_S = RESUMABLE_S + 30.0
"""So long after it was broken off that is known, with what it takes to notice and to write it down."""


class LateTools:
    """Shared by all calls of a process, which they outlive."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[None]] = set()
        """One for each tool that nobody waits for."""
        self._undecided: set[asyncio.Task[None]] = set()
        """Those whose tool came back, for a conversation that somebody may go on with."""

    async def see_through(
        self,
        command: CallTool,
        work: Coroutine[Any, Any, ToolOutcome],
        *,
        call: str,
        take_back: Callable[[CallTool], Awaitable[ToolOutcome]] | None = None,
        over: Callable[[], bool] = lambda: True,
    ) -> ToolOutcome:
        """Do the work of a tool. It goes on up to its deadline when the one who waits is cancelled.

        `take_back`: does what takes it back then, where the tool is to be compensated and the conversation is `over`,
        or is so later: whoever goes on with one wants its result.
        """
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + command.timeout_ms / 1000
        task = asyncio.create_task(work, name=f"{call}:tool {command.tool}")
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            late = self._late(command, task, deadline_s, call, take_back, over)
            waits = asyncio.create_task(late, name=f"{task.get_name()} late")
            self.tasks.add(waits)
            waits.add_done_callback(self.tasks.discard)
            raise

    async def aclose(self) -> None:
        """End what goes on; it is logged that nobody knows what became of it."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=CLOSE_S)
        left = [*self.tasks, *self._undecided]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _late(
        self,
        command: CallTool,
        task: asyncio.Task[ToolOutcome],
        deadline_s: float,
        call: str,
        take_back: Callable[[CallTool], Awaitable[ToolOutcome]] | None,
        over: Callable[[], bool],
    ) -> None:
        await self._wait(command, task, deadline_s, call)
        done = task.done() and not task.cancelled() and task.exception() is None
        undo = taking_back(command, task.result()) if done and command.when_interrupted == "compensate" else None
        if undo is not None and take_back is not None and await self._comes_to_be(over):
            try:
                async with asyncio.timeout(undo.timeout_ms / 1000):
                    error = (await take_back(undo)).error
            except TimeoutError:
                error = "timeout"
            how = "is taken back" if error is None else f"could not be taken back: {error}"
            log.log(logging.INFO if error is None else logging.ERROR, "%s: what %s did %s", call, command.tool, how)

    async def _comes_to_be(self, over: Callable[[], bool]) -> bool:
        """Whether the conversation is over, or nobody goes on with it as long as they may."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        until = loop.time() + DECIDED_S
        self.tasks.discard(task)  # a process that stops does not wait for it
        self._undecided.add(task)
        task.add_done_callback(self._undecided.discard)
        while not over() and loop.time() < until:
            await asyncio.sleep(LOOK_EVERY_S)
        if over():  # else somebody went on with it
            self._undecided.discard(task)
            self.tasks.add(task)
        return over()

    async def _wait(self, command: CallTool, task: asyncio.Task[ToolOutcome], deadline_s: float, call: str) -> None:
        what = f"{call}: the tool {command.tool} ({command.id}), which the call did not wait for,"
        try:
            left_s = deadline_s - asyncio.get_running_loop().time()
            await asyncio.wait([task], timeout=max(0.0, left_s))
        finally:
            if not task.done():
                task.cancel()
                log.warning("%s did not come back: whether it took effect is unknown", what)
            elif task.cancelled() or task.exception() is not None:
                log.warning("%s failed: whether it took effect is unknown", what)
            elif (error := task.result().error) is not None:
                log.warning("%s came back with an error: %s", what, error)
            else:
                log.info("%s came back: done", what)
