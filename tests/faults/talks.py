"""Conversations that go on while something is broken, written by a real writer into the database of the tests."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connections

from flows.driver.kept_lines import KeptLines
from flows.personal.fields import PersonalFields
from runtime.history.writer import Asked, Happened, Kept, Over, Writer
from tests.runtime.history.test_writer import sprints
from voxloom.accounts.isolation import everywhere
from voxloom.accounts.workspaces import MAIN, named
from voxloom.conversations.log import Opening
from voxloom.conversations.models import Conversation, ConversationEvent

FULL = os.environ.get("VOXLOOM_FAULTS") == "full"
"""Outages as long as the promise says; without it as short as they show the same."""
OUTAGE_S = 25.0 if FULL else 1.0
LINES = 40
DEADLINE_S = 60.0


class Talks:
    """Some conversations at once. Use from one thread."""

    def __init__(self, count: int = 3, sleep: Callable[[float], Any] | None = None, name: str = "call") -> None:
        self.lost: list[str] = []
        self._events = sprints(LINES)
        workspace = named(MAIN).pk
        self.writer = Writer(sleep=sleep)
        self._kept = [self._conversation(workspace, f"{name}-{number}") for number in range(count)]
        self._next = 0
        self.writer.start()

    def _conversation(self, workspace: int, call: str) -> Kept:
        opening = Opening(call, "small", "hash", 1, "voice", "here")
        return Kept(workspace, opening, KeptLines(PersonalFields(), "small"), lambda _stale: self.lost.append(call))

    def go_on(self, lines: int) -> None:
        """So many events happen in each of them."""
        for event, sprint in self._events[self._next : self._next + lines]:
            for kept in self._kept:
                self.writer.put(Happened(kept, event, sprint))
        self._next += lines

    def committed(self, within_s: float = DEADLINE_S) -> bool:
        """Whether all that happened so far is in the database, once the writer has said so."""
        told: list[bool] = []
        done = threading.Event()

        def tell(written: bool) -> None:
            told.append(written)
            if len(told) == len(self._kept):
                done.set()

        for kept in self._kept:
            self.writer.put(Asked(kept, tell))
        assert done.wait(within_s), "the writer says nothing"
        return all(told)

    def end(self) -> None:
        """All of them end, and are written to the end."""
        for kept in self._kept:
            self.writer.put(Over(kept, "goodbye"))
        until(self._ended, "the ends of the conversations are not written")
        self.writer.close()

    def _ended(self) -> bool:
        with everywhere("a test"):
            return not Conversation.objects.filter(ended=None).exists()

    def assert_nothing_is_missing(self) -> None:
        """Each has all its lines once, in their order, by one owner, and its end."""
        assert self.lost == []
        with everywhere("a test"):
            for kept in self._kept:
                row = Conversation.objects.get(call=kept.opening.call)
                numbers = list(ConversationEvent.objects.filter(conversation=row).values_list("seq", "epoch"))
                assert numbers == [(number, 1) for number in range(1, self._next + 1)]
                assert (row.last_seq, row.end_reason) == (self._next, "goodbye")


@contextmanager
def talks(count: int = 3, sleep: Callable[[float], Any] | None = None, name: str = "call") -> Iterator[Talks]:
    """They are under way when this is entered; the writer ends with it, whatever came of them."""
    begun = Talks(count, sleep, name)
    try:
        begun.go_on(5)
        assert begun.committed()
        yield begun
    finally:
        begun.writer.close()
        connections.close_all()


def until(holds: Callable[[], bool], what: str, within_s: float = DEADLINE_S) -> None:
    """Wait until it is so; a database that is still coming up counts as no."""
    end = time.monotonic() + within_s
    while True:
        try:
            if holds():
                return
        except OperationalError:
            connections.close_all()
        assert time.monotonic() < end, what
        time.sleep(0.05)
