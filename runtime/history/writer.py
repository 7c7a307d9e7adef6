"""The writer: one thread of a process that makes lines of events and puts them into the database, in batches.

A call only ever queues. What is written is known a few milliseconds later; `committed` waits for it. A database that is
away is tried again until `GIVE_UP_S`; then the calls that wait are told, and end with a word.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connections

from flows.driver.kept_lines import KeptLines
from flows.engine.events import Event
from flows.engine.state import Sprint
from runtime.history.presence import Presence
from voxloom.accounts.isolation import within
from voxloom.conversations.going_on import SEEN_EVERY_S, seen
from voxloom.conversations.log import Lines, Opening, Owned, StaleOwner, Value, append, begin, end, mark, note_times
from voxloom.telemetry import log_context, metrics

log = logging.getLogger(__name__)

GATHER_S = 0.02
"""What comes within a frame of audio goes into one transaction."""
MOST_AT_ONCE = 200
MOST_WAITING = 20_000
"""Events that wait for a database that is away: 30 s of a full process are some hundreds."""
SNAPSHOT_EVERY = 10
"""Lines: a resumed call reads fewer than that."""
GIVE_UP_S = 30.0
"""After a database went away, whichever conversation noticed it first."""
NEW_OUTAGE_S = 60.0
"""Between two failures, if nothing was written in between."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 2.0
"""Between tries."""
CLOSE_S = 1.5
"""What is left to write when the process stops."""


class Store(Protocol):
    """Where lines go; `voxloom.conversations.log` is the real one."""

    def begin(self, opening: Opening) -> Owned: ...
    def append(self, owned: Owned, added: Lines) -> None: ...
    def mark(self, owned: Owned, heard: Mapping[str, Any]) -> None: ...
    def note_times(self, owned: Owned, seq: int, times: Mapping[str, Any]) -> None: ...
    def seen(self, held: Iterable[Owned]) -> None: ...
    def end(self, owned: Owned, reason: str) -> None: ...
    def connect_again(self) -> None: ...


class Database:
    """The tables of this server."""

    begin = staticmethod(begin)
    append = staticmethod(append)
    mark = staticmethod(mark)
    note_times = staticmethod(note_times)
    seen = staticmethod(seen)
    end = staticmethod(end)
    connect_again = staticmethod(close_old_connections)


@dataclass
class Kept:
    """A conversation that is written. Only the writer's thread looks inside."""

    workspace: int
    opening: Opening
    lines: KeptLines
    on_lost: Callable[[bool], None]
    """Called from the writer's thread when nothing more of it can be written: whether another one writes it now."""
    owned: Owned | None = None
    lost: bool = False
    since_snapshot: int = 0


@dataclass(frozen=True)
class Happened:
    """An event of a conversation."""

    kept: Kept
    event: Event
    sprint: Sprint


@dataclass(frozen=True)
class Marked:
    """How far the caller of a conversation has heard what was said."""

    kept: Kept
    heard: Mapping[str, Any]


@dataclass(frozen=True)
class Timed:
    """How long the turn took that ended with the line `seq`. A call goes on without it."""

    kept: Kept
    seq: int
    times: Mapping[str, Any]


@dataclass(frozen=True)
class Over:
    """The end of a conversation."""

    kept: Kept
    reason: str


@dataclass(frozen=True)
class Asked:
    """Somebody wants to know when all that was queued before is written."""

    kept: Kept
    tell: Callable[[bool], None]
    """Called from the writer's thread: whether it is."""


Entry = Happened | Marked | Timed | Over | Asked


@dataclass
class _Batch:
    """What waits of one conversation, in its order."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    first: int = 0
    state: dict[str, Any] | None = None
    heard: Mapping[str, Any] | None = None
    times: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    over: str | None = None
    asked: list[Callable[[bool], None]] = field(default_factory=list)


@dataclass
class Outage:
    """Since when the database fails, for all conversations together: each having its own time, the last of many would
    wait for as long as all of them."""

    since: float | None = None
    last: float = 0.0

    def failed(self, now: float) -> float:
        """It failed once more; for how long it does. A failure long after the one before is a new outage."""
        if self.since is None or now - self.last > NEW_OUTAGE_S:
            self.since = now
        self.last = now
        return now - self.since


class Writer:
    """Started once a process."""

    def __init__(
        self,
        store: Store | None = None,
        sleep: Callable[[float], Any] | None = None,
        presence: Presence | None = None,
    ) -> None:
        """`presence`: tells other processes which calls are written here."""
        self._store: Store = store or Database()
        self._presence = presence
        self._queue: queue.Queue[Entry | None] = queue.Queue(MOST_WAITING)
        self._closing = threading.Event()
        self._sleep = sleep or self._closing.wait
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._held: dict[int, Kept] = {}
        self._seen_at = time.monotonic()
        self._outage = Outage()

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()
        if self._presence is not None:
            self._presence.start()

    def put(self, entry: Entry) -> None:
        """Queue something; a conversation of which something had to be left out is lost."""
        try:
            self._queue.put_nowait(entry)
        except queue.Full:
            log.error("%s: too much waits to be written", entry.kept.opening.call)
            self._lose(entry.kept)

    def waiting(self) -> int:
        """How many entries nobody has begun to write."""
        return self._queue.qsize()

    def close(self) -> None:
        """Write what waits, if that takes no longer than `CLOSE_S`, and end."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(CLOSE_S)
            self._closing.set()
        if self._presence is not None:
            self._presence.close()

    def write(self, entries: Iterable[Entry]) -> None:
        """Write some entries now. Everybody who asked is told."""
        batches: dict[int, tuple[Kept, _Batch]] = {}
        for entry in entries:
            _, batch = batches.setdefault(id(entry.kept), (entry.kept, _Batch()))
            match entry:
                case Happened(kept, event, sprint) if not kept.lost:
                    self._add(kept, batch, event, sprint)
                case Marked(_, heard):
                    batch.heard = heard
                case Timed(_, seq, times):
                    batch.times.append((seq, times))
                case Over(_, reason):
                    batch.over = reason
                case Asked(_, tell):
                    batch.asked.append(tell)
        for kept, batch in batches.values():
            written = False
            with log_context.about(call=kept.opening.call):
                try:
                    written = not kept.lost and self._written(kept, batch)
                except Exception:
                    log.exception("%s cannot be written", kept.opening.call)
                    self._lose(kept)
            for tell in batch.asked:
                tell(written)

    # -- the thread ----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            entries, more = self._gathered()
            try:
                self.write(entries)
                self._say_that_they_live()
            except Exception:
                log.exception("what happened in calls could not be written")
                for entry in entries:
                    self._lose(entry.kept)
            if not more:
                connections.close_all()
                return

    def _gathered(self) -> tuple[list[Entry], bool]:
        """What waits, one entry at least unless nothing comes for long; and whether more may come."""
        try:
            first = self._queue.get(timeout=SEEN_EVERY_S)
        except queue.Empty:
            return [], True
        if first is None:
            return [], False
        entries = [first]
        until = time.monotonic() + GATHER_S
        while len(entries) < MOST_AT_ONCE and not isinstance(entries[-1], Asked):
            try:
                entry = self._queue.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if entry is None:
                return entries, False
            entries.append(entry)
        return entries, True

    def _add(self, kept: Kept, batch: _Batch, event: Event, sprint: Sprint) -> None:
        try:
            made = kept.lines.next(event, sprint)
        except Exception:
            log.exception("%s: an event cannot be told", kept.opening.call)
            self._lose(kept)
            return
        batch.first = batch.first or made.seq
        batch.lines.append(made.line)
        batch.values += [Value(new.token, new.personal, new.shape, new.value) for new in made.fresh]
        batch.state = made.state

    def _written(self, kept: Kept, batch: _Batch) -> bool:
        """Try until it is written, or nothing more of the conversation can be."""
        began, pause = time.monotonic(), FIRST_PAUSE_S
        while True:
            try:
                with within(kept.workspace):
                    self._put_down(kept, batch)
                self._outage = Outage()
                metrics.committed(time.monotonic() - began)
                return True
            except StaleOwner as problem:
                log.warning("%s: %s", kept.opening.call, problem)
                self._lose(kept, stale=True)
                return False
            except (OperationalError, InterfaceError) as problem:  # it is away; what it refuses is not tried again
                if self._outage.failed(time.monotonic()) >= GIVE_UP_S or self._closing.is_set():
                    log.error("%s: the database cannot be written: %s", kept.opening.call, problem)
                    self._lose(kept)
                    return False
                self._store.connect_again()
                self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)

    def _put_down(self, kept: Kept, batch: _Batch) -> None:
        if kept.owned is None:
            kept.owned = self._store.begin(kept.opening)
        if batch.lines:
            snapshot = kept.since_snapshot + len(batch.lines) >= SNAPSHOT_EVERY
            added = Lines(batch.first - 1, batch.lines, batch.values, batch.state if snapshot else None)
            self._store.append(kept.owned, added)
            kept.since_snapshot = 0 if snapshot else kept.since_snapshot + len(batch.lines)
            if self._presence is not None and batch.state is not None:
                self._presence.wrote(kept.opening.call, added.last_seq + len(batch.lines), batch.state)
            batch.lines, batch.values = [], []
        if batch.heard is not None:
            self._store.mark(kept.owned, batch.heard)
        self._note_times(kept.owned, batch)
        if batch.over is not None:
            self._store.end(kept.owned, batch.over)
        if batch.over is None:
            self._held[id(kept)] = kept
        else:
            self._held.pop(id(kept), None)
            if self._presence is not None:
                self._presence.over(kept.opening.call, ended=True)

    def _note_times(self, owned: Owned, batch: _Batch) -> None:
        """What the database refuses of them is left out: a call must not end for want of figures about it."""
        while batch.times:
            seq, times = batch.times[0]
            try:
                self._store.note_times(owned, seq, times)
            except (OperationalError, InterfaceError):
                raise
            except Error as problem:
                log.warning("how long a turn took cannot be kept: %s", type(problem).__name__)
            batch.times.pop(0)

    def _say_that_they_live(self) -> None:
        """Else others would think that the process of these conversations died."""
        now = time.monotonic()
        if now - self._seen_at < SEEN_EVERY_S:
            return
        self._seen_at = now
        try:
            self._store.seen([kept.owned for kept in self._held.values() if kept.owned is not None])
        except Error as problem:
            log.warning("the database cannot be told which calls go on: %s", type(problem).__name__)
            self._store.connect_again()

    def _lose(self, kept: Kept, *, stale: bool = False) -> None:
        self._held.pop(id(kept), None)
        if not kept.lost:
            kept.lost = True
            metrics.history_lost()
            if self._presence is not None:
                self._presence.over(kept.opening.call, ended=False)
            kept.on_lost(stale)
