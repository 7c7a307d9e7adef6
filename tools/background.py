"""Tools that take long: a job does them, and whoever holds the call waits for it and tells how far it is."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, command_to_json
from tools.threads import in_workspace
from voxloom.conversations import works
from voxloom.conversations.vault import VaultClosed
from voxloom.conversations.works import NothingKept, Standing

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.3
"""How late a caller hears of it, at most; a look takes a millisecond."""
FAILS = (DatabaseError, InterfaceError, VaultClosed, NothingKept, OSError)
OnProgress = Callable[[CallTool, float], None]
"""Gets the command and how many percent are done."""


class Background:
    """Of one conversation."""

    def __init__(self, workspace: int, call: str) -> None:
        self._workspace, self._call = workspace, call
        self.on_progress: OnProgress = lambda _command, _percent: None

    async def done(self, command: CallTool) -> ToolOutcome:
        """Have it done, or wait for what does it already. Whoever waits no longer cancels this; the job goes on."""
        try:
            standing = await self._in_thread(works.begin, self._call, command_to_json(command))
            while standing.outcome is None:
                await asyncio.sleep(LOOK_EVERY_S)
                before, standing = standing, await self._look(standing)
                if standing.progress > before.progress:
                    self.on_progress(command, standing.progress)
        except FAILS as problem:
            log.warning("nobody knows how the tool %s gets on: %s", command.tool, type(problem).__name__)
            return ToolOutcome(error="unavailable")
        return ToolOutcome.of_json(standing.outcome)

    async def _look(self, before: Standing) -> Standing:
        """A database that is away for a moment is no news."""
        try:
            found: Standing = await self._in_thread(works.look, before.row)
        except (DatabaseError, InterfaceError):
            return before
        return found

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        return await in_workspace(self._workspace, work, *given)
