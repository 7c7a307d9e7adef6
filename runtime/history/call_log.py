"""The log of one call, as its conversation sees it: lines go to the writer, and `committed` waits for them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.driver.kept_lines import KeptLines
from flows.driver.ports import Log
from flows.engine.events import Event
from flows.engine.state import Sprint
from flows.personal.fields import PersonalFields
from runtime.history.writer import Asked, Happened, Kept, Over, Writer
from voxloom.conversations.log import Opening


class NotWritten(RuntimeError):
    """What happened could not be written, so nothing that cannot be taken back may follow from it."""

    logs_its_words = True


@dataclass(frozen=True)
class History:
    """Where the calls of this process are kept; `owner` names the process."""

    writer: Writer
    owner: str

    def of_call(
        self, call: str, workspace: int, bot: "KeptBot", channel: str, on_lost: Callable[[], None]
    ) -> "CallLog":
        """The log of a new call. `on_lost` is called on its loop when nothing more of it can be written."""
        loop = asyncio.get_running_loop()
        opening = Opening(call, bot.slug, bot.content_hash, bot.version, channel, self.owner)

        def tell() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(on_lost)

        return CallLog(self.writer, Kept(workspace, opening, KeptLines(bot.fields, bot.slug), tell))


@dataclass(frozen=True)
class KeptBot:
    """What the history needs to know of the bot of a call."""

    slug: str
    content_hash: str
    version: int
    fields: PersonalFields


class CallLog:
    """For one call, on its loop."""

    def __init__(self, writer: Writer, kept: Kept) -> None:
        self._writer = writer
        self._kept = kept

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""
        self._writer.put(Happened(self._kept, event, sprint))

    async def committed(self) -> None:
        """Until all that was added is in the database. Raises NotWritten."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[bool] = loop.create_future()

        def told(done: bool) -> None:
            if not written.done():
                written.set_result(done)

        def tell(done: bool) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(told, done)

        self._writer.put(Asked(self._kept, tell))
        if self._kept.lost or not await written:
            raise NotWritten(self._kept.opening.call)

    def over(self, reason: str) -> None:
        """The call has ended."""
        self._writer.put(Over(self._kept, reason))


class Logs:
    """Several logs as one."""

    def __init__(self, logs: Sequence[Log]) -> None:
        self._logs = logs

    def add(self, event: Event, sprint: Sprint) -> None:
        """To each of them."""
        for each in self._logs:
            each.add(event, sprint)

    async def committed(self) -> None:
        """In all of them."""
        for each in self._logs:
            await each.committed()
