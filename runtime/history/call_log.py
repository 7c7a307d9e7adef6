"""The log of one call, as its conversation sees it: lines go to the writer, and `committed` waits for them."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async

from flows.driver.going_on import Heard, LeftOver, left_over
from flows.driver.kept_lines import KeptLines
from flows.driver.ports import Log
from flows.engine.events import Event
from flows.engine.state import Sprint, State, state_from_json
from flows.personal.fields import PersonalFields
from flows.personal.tokens import Kept as KeptValue
from flows.personal.tokens import restored
from runtime.history.writer import GIVE_UP_S, Asked, Happened, Kept, Marked, Over, Timed, Writer
from voxloom.accounts.isolation import within
from voxloom.conversations.going_on import CannotGoOn, Resumable, TakenOver, find, take_over
from voxloom.conversations.log import Opening

COMMIT_S = GIVE_UP_S + 10.0
"""The writer gives up before that, unless a database that it asked says nothing at all."""

OnLost = Callable[[bool], None]
"""Gets whether another process writes the conversation now."""


class NotWritten(RuntimeError):
    """What happened could not be written, so nothing that cannot be taken back may follow from it."""

    logs_its_words = True


@dataclass(frozen=True)
class KeptBot:
    """What the history needs to know of the bot of a call."""

    slug: str
    content_hash: str
    version: int
    fields: PersonalFields


@dataclass(frozen=True)
class GoesOn:
    """A conversation that was broken off, as it stands."""

    call: str
    session: str
    state: State
    left: LeftOver
    kept: Kept


@dataclass(frozen=True)
class History:
    """Where the calls of this process are kept; `owner` names the process."""

    writer: Writer
    owner: str

    def of_call(
        self, call: str, workspace: int, bot: KeptBot, channel: str, on_lost: OnLost, scopes: Iterable[str] = ()
    ) -> "CallLog":
        """The log of a new call. `on_lost` is called on its loop when nothing more of it can be written."""
        session = secrets.token_urlsafe(32)
        opening = Opening(
            call, bot.slug, bot.content_hash, bot.version, channel, self.owner, digest(session), tuple(sorted(scopes))
        )
        kept = Kept(workspace, opening, KeptLines(bot.fields, bot.slug), _on_this_loop(on_lost))
        return CallLog(self.writer, kept, session)

    async def look_for(self, session: str) -> Resumable:
        """The conversation of a session's secret. Raises CannotGoOn."""
        found: Resumable = await database_sync_to_async(find, thread_sensitive=False)(digest(session))
        return found

    async def go_on(self, session: str, found: Resumable, bot: KeptBot) -> GoesOn:
        """Write a conversation from now on, whoever did before. Raises CannotGoOn, VaultClosed."""
        taken: TakenOver = await database_sync_to_async(self._take, thread_sensitive=False)(session, found.workspace)
        return await asyncio.to_thread(_going_on, session, found, bot, taken, self.owner)

    def log_of(self, gone_on: GoesOn, on_lost: OnLost) -> "CallLog":
        """The log of a call that goes on."""
        gone_on.kept.on_lost = _on_this_loop(on_lost)
        return CallLog(self.writer, gone_on.kept, gone_on.session)

    def _take(self, session: str, workspace: int) -> TakenOver:
        with within(workspace):
            return take_over(digest(session), self.owner)


class CallLog:
    """For one call, on its loop."""

    def __init__(self, writer: Writer, kept: Kept, session: str) -> None:
        """`session`: with this secret the caller may go on with the conversation elsewhere."""
        self._writer = writer
        self._kept = kept
        self.session = session
        self.line = kept.lines.seq
        """The number of the last line that was added."""

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""
        self.line += 1
        self._writer.put(Happened(self._kept, event, sprint))

    def heard(self, heard: Heard) -> None:
        """So much of what was said was heard."""
        self._writer.put(Marked(self._kept, heard.as_json()))

    def timed(self, line: int, times: Mapping[str, Any]) -> None:
        """The turn that ended with this line took so long."""
        self._writer.put(Timed(self._kept, line, times))

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
        try:
            async with asyncio.timeout(COMMIT_S):
                if self._kept.lost or not await written:
                    raise NotWritten(self._kept.opening.call)
        except TimeoutError:
            raise NotWritten(self._kept.opening.call) from None

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


def digest(session: str) -> str:
    """What is kept of a session's secret."""
    return hashlib.sha256(session.encode()).hexdigest()


def _on_this_loop(on_lost: OnLost) -> OnLost:
    loop = asyncio.get_running_loop()

    def tell(stale: bool) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(on_lost, stale)

    return tell


def _going_on(session: str, found: Resumable, bot: KeptBot, taken: TakenOver, owner: str) -> GoesOn:
    """The conversation again, from what is kept of it. Not for the event loop: a long one takes milliseconds."""
    written = taken.written
    over = any(line["event"]["event"] == "call_ended" for line in written.lines[-2:])  # what a tool did may follow
    if not written.lines or not written.open or over:
        raise CannotGoOn(f"{found.call} cannot be gone on with.")
    values = {value.token: value.value for value in written.values}
    state = state_from_json(restored(written.state, values))
    kept_values = [KeptValue(each.token, each.personal, each.value, each.shape) for each in written.values]
    lines = KeptLines.going_on(bot.fields, kept_values, state, written.state, taken.last_seq)
    opening = Opening(
        found.call, bot.slug, bot.content_hash, bot.version, found.mode, owner, digest(session), tuple(found.scopes)
    )
    kept = Kept(found.workspace, opening, lines, lambda _stale: None, taken.owned)
    left = left_over([restored(line, values) for line in written.lines], Heard.of(taken.heard))
    return GoesOn(found.call, session, state, left, kept)
