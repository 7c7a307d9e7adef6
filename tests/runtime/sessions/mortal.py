"""Calls whose process dies, and those that go on with them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from flows.driver.going_on import Heard, left_over
from flows.engine.state import state_from_json
from runtime.history.call_log import GoesOn, History
from runtime.history.writer import Kept
from tests.runtime.history.test_in_calls import AtOnce
from tests.runtime.history.test_writer import Tables
from tests.runtime.sessions.stage import Stage, staged
from voxloom.conversations.log import Owned


class Mortal(AtOnce):
    """A writer whose process may die: what comes afterwards is not kept."""

    dead = False

    def __init__(self) -> None:
        self.tables = Tables()
        super().__init__(self.tables)

    def put(self, entry: Any) -> None:
        if not self.dead:
            super().put(entry)


def gone_on(before: Stage, writer: Mortal) -> GoesOn:
    """What another process finds of a call."""
    kept: Kept = before.call._keeping.log._kept  # type: ignore[union-attr]
    lines = [line for added in writer.tables.appends for line in added.lines]
    state: dict[str, Any] = {}
    for line in lines:
        state |= line["changes"]
    heard = Heard.of(writer.tables.marks[-1]) if writer.tables.marks else None
    again = Kept(1, kept.opening, kept.lines, lambda _stale: None, Owned(1, 2, b""))
    again.lines.seq = len(lines)
    again.lines._state = state
    return GoesOn("call", "secret", state_from_json(state), left_over(lines, heard), again)


async def broken_off(stage: Stage, writer: Mortal) -> GoesOn:
    """The process of a call is gone, without another word."""
    writer.dead = stage.killed = True
    found = gone_on(stage, writer)
    assert stage.task is not None
    stage.task.cancel()
    await asyncio.gather(stage.task, return_exceptions=True)
    writer.dead = False
    return found


@asynccontextmanager
async def killed_after(
    before: Callable[[Stage], Awaitable[None]], writer: Mortal, **options: Any
) -> AsyncIterator[Stage]:
    """A call whose process is gone after `before`; what goes on with it."""
    history = History(writer, "here")
    async with staged(history=history, **options) as stage:
        await before(stage)
        found = await broken_off(stage, writer)
    async with staged(history=history, goes_on=found, **options) as again:
        yield again
