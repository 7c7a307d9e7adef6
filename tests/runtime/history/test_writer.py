"""The writer: batches, tries again, gives up, and tells who asked."""

import threading
from typing import Any

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from flows.driver.kept_lines import KeptLines
from flows.engine.events import CallStarted, UserSilent
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint
from flows.personal.fields import PersonalFields
from runtime.history import writer as writing
from runtime.history.writer import Asked, Happened, Kept, Marked, Over, Timed, Writer
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, bot
from tests.runtime.counted import Counted
from voxloom.conversations.log import Lines, Opening, Owned, StaleOwner

STARTED = CallStarted(NOW, "voice", call="call-1")
SILENT = UserSilent(NOW)


class Tables:
    """A store in memory; `problems` are raised one after the other before anything is written."""

    def __init__(self, *problems: Exception) -> None:
        self.problems = list(problems)
        self.seqs: list[int] = []
        self.appends: list[Lines] = []
        self.begun = self.connected_again = 0
        self.ended: list[str] = []
        self.marks: list[Any] = []
        self.times: list[tuple[int, Any]] = []
        self.lives: list[list[Owned]] = []

    def _maybe_fail(self) -> None:
        if self.problems:
            raise self.problems.pop(0)

    def begin(self, _opening: Opening) -> Owned:
        self._maybe_fail()
        self.begun += 1
        return Owned(1, 1, b"")

    def append(self, _owned: Owned, added: Lines) -> None:
        self._maybe_fail()
        assert added.last_seq == len(self.seqs)
        self.appends.append(added)
        self.seqs += [line["seq"] for line in added.lines]

    def mark(self, _owned: Owned, heard: Any) -> None:
        self._maybe_fail()
        self.marks.append(heard)

    def note_times(self, _owned: Owned, seq: int, times: Any) -> None:
        self._maybe_fail()
        assert seq in self.seqs
        self.times.append((seq, times))

    def seen(self, held: Any) -> None:
        self._maybe_fail()
        self.lives.append(list(held))

    def connect_again(self) -> None:
        self.connected_again += 1

    def end(self, _owned: Owned, reason: str) -> None:
        self._maybe_fail()
        self.ended.append(reason)


def kept(lost: list[str] | None = None, call: str = "call-1") -> Kept:
    opening = Opening(call, "small", "hash", 1, "voice", "here")
    told = lost if lost is not None else []
    return Kept(1, opening, KeptLines(PersonalFields(), "small"), lambda _stale: told.append(call))


def sprints(count: int) -> list[tuple[Any, Sprint]]:
    program = Program(bot(SHOP))
    sprint = start(program, STARTED)
    made: list[tuple[Any, Sprint]] = [(STARTED, sprint)]
    for _ in range(count - 1):
        sprint = resume(program, sprint.state, SILENT)
        made.append((SILENT, sprint))
    return made


def happened(which: Kept, count: int) -> list[Happened]:
    return [Happened(which, event, sprint) for event, sprint in sprints(count)]


def test_what_comes_together_is_written_together() -> None:
    tables, told = Tables(), []
    one = kept()
    Writer(tables).write([*happened(one, 3), Asked(one, told.append), Over(one, "goodbye")])
    assert tables.begun == len(tables.appends) == 1
    assert tables.seqs == [1, 2, 3]
    assert told == [True]
    assert tables.ended == ["goodbye"]


def test_the_time_of_a_turn_comes_after_its_lines_and_a_call_goes_on_without_it() -> None:
    tables, lost, one = Tables(), [], kept()
    writer = Writer(tables, lambda _s: None)
    writer.write([*happened(one, 2), Timed(one, 2, {"total_ms": 1})])
    assert tables.times == [(2, {"total_ms": 1})]
    tables.problems.append(OperationalError("locked"))
    writer.write([Timed(one, 1, {"total_ms": 2})])
    assert tables.times[1:] == [(1, {"total_ms": 2})]
    tables.problems.append(DataError("no such figure"))
    writer.write([Timed(one, 2, {"total_ms": 3}), Timed(one, 1, {"total_ms": 4})])
    assert tables.times[2:] == [(1, {"total_ms": 4})]
    assert not one.lost
    assert lost == []


def test_how_long_it_took_and_how_much_waits_is_measured() -> None:
    counted = Counted()
    one, other = kept(), kept(call="call-2")
    tables = Tables(OperationalError("locked"), OperationalError("locked"))
    writer = Writer(tables, lambda _s: None)
    writer.write(happened(one, 2))
    assert counted("voxloom_history_commit_seconds_count") == 1
    assert counted("voxloom_history_lost_total") == 0
    tables.problems.append(StaleOwner("another"))
    writer.write(happened(other, 1))
    assert counted("voxloom_history_commit_seconds_count") == 1
    assert counted("voxloom_history_lost_total") == 1
    for entry in happened(one, 3):
        writer.put(entry)  # nobody has started the thread
    assert writer.waiting() == 3


def test_a_snapshot_now_and_then() -> None:
    tables, one = Tables(), kept()
    writer = Writer(tables)
    for entry in happened(one, 2 * writing.SNAPSHOT_EVERY + 1):
        writer.write([entry])
    with_state = [added.last_seq + 1 for added in tables.appends if added.snapshot is not None]
    assert with_state == [writing.SNAPSHOT_EVERY, 2 * writing.SNAPSHOT_EVERY]
    assert tables.appends[writing.SNAPSHOT_EVERY - 1].snapshot["bot"] == "small"  # type: ignore[index]


def test_a_database_that_is_away_is_tried_again_and_nothing_is_lost() -> None:
    pauses: list[float] = []
    tables = Tables(*[OperationalError("locked")] * 6)
    one = kept()
    Writer(tables, pauses.append).write(happened(one, 2))
    assert tables.seqs == [1, 2]
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0]
    assert (one.lost, tables.connected_again) == (False, 6)


def test_it_gives_up_after_its_time_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(writing.time, "monotonic", lambda: now[0])

    def sleep(seconds: float) -> None:
        now[0] += seconds

    lost: list[str] = []
    told: list[bool] = []
    one, other = kept(lost), kept(lost, "call-2")
    tables = Tables(*[OperationalError("away")] * 40)
    writer = Writer(tables, sleep)
    writer.write([*happened(one, 1), Asked(one, told.append)])
    assert now[0] >= writing.GIVE_UP_S
    assert (lost, told, one.lost) == (["call-1"], [False], True)
    tables.problems.clear()
    writer.write([*happened(one, 1), Asked(one, told.append)])
    assert (lost, told, tables.seqs) == (["call-1"], [False, False], [])
    writer.write([*happened(other, 1), Asked(other, told.append)])
    assert told[-1] is True


def test_a_database_that_stays_away_ends_all_that_write_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(writing.time, "monotonic", lambda: now[0])

    def sleep(seconds: float) -> None:
        now[0] += seconds

    lost: list[str] = []
    tables = Tables(*[OperationalError("away")] * 100)
    writer = Writer(tables, sleep)
    for number in range(8):
        writer.write(happened(kept(lost, f"call-{number}"), 1))
    assert len(lost) == 8
    assert writing.GIVE_UP_S <= now[0] <= writing.GIVE_UP_S + writing.LONGEST_PAUSE_S
    now[0] += 3600
    tables.problems[:] = [OperationalError("away")]
    later = kept(lost, "call-9")
    writer.write(happened(later, 1))
    assert not later.lost


@pytest.mark.parametrize("problem", [DataError("no such text"), IntegrityError("twice"), ValueError("a slip")])
def test_what_the_database_refuses_costs_one_call_and_no_time(problem: Exception) -> None:
    pauses: list[float] = []
    lost: list[str] = []
    told: list[bool] = []
    one, other = kept(lost), kept(lost, "call-2")
    tables = Tables(problem)
    entries = [*happened(one, 1), *happened(other, 2), Asked(one, told.append), Asked(other, told.append)]
    Writer(tables, pauses.append).write(entries)
    assert (lost, told, pauses, tables.seqs) == (["call-1"], [False, True], [], [1, 2])


def test_who_was_taken_over_is_told() -> None:
    lost: list[str] = []
    one = kept(lost)
    Writer(Tables(StaleOwner("another"))).write(happened(one, 1))
    assert lost == ["call-1"]


def test_a_flood_loses_the_call_and_not_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_WAITING", 2)
    lost: list[str] = []
    one = kept(lost)
    writer = Writer(Tables())
    for entry in happened(one, 4):
        writer.put(entry)
    assert lost == ["call-1"]


def test_the_thread_writes_and_ends_with_everything_written() -> None:
    tables, one = Tables(), kept()
    written = threading.Event()
    writer = Writer(tables)
    writer.start()
    for entry in happened(one, 5):
        writer.put(entry)
    writer.put(Asked(one, lambda _done: written.set()))
    assert written.wait(10)
    writer.put(Over(one, "hangup"))
    writer.close()
    assert tables.seqs == [1, 2, 3, 4, 5]
    assert tables.ended == ["hangup"]


def test_a_failure_of_its_own_ends_no_thread() -> None:
    lost: list[str] = []
    one, other = kept(lost), kept(lost, "call-2")
    tables = Tables(ValueError("a slip"))
    writer = Writer(tables)
    writer.start()
    written = threading.Event()
    writer.put(happened(one, 1)[0])
    writer.put(Asked(one, lambda _done: written.set()))
    writer.put(happened(other, 1)[0])
    writer.put(Asked(other, lambda _done: written.set()))
    assert written.wait(10)
    writer.close()
    assert lost == ["call-1"]
    assert tables.seqs == [1]


def test_how_far_the_caller_heard_is_kept_behind_the_lines() -> None:
    tables, one = Tables(), kept()
    Writer(tables).write([Marked(one, {"line": 1}), *happened(one, 1), Marked(one, {"line": 2})])
    assert tables.marks == [{"line": 2}]
    assert tables.seqs == [1]


def test_who_was_taken_over_is_told_so() -> None:
    told: list[bool] = []
    opening = Opening("call-1", "small", "hash", 1, "voice", "here")
    one = Kept(1, opening, KeptLines(PersonalFields(), "small"), told.append)
    two = Kept(1, opening, KeptLines(PersonalFields(), "small"), told.append)
    writer = Writer(Tables(StaleOwner("another")))
    writer.write(happened(one, 1))
    writer = Writer(Tables(DataError("too long")))
    writer.write(happened(two, 1))
    assert told == [True, False]


def test_it_says_now_and_then_which_conversations_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(writing.time, "monotonic", lambda: now[0])
    tables, one, other = Tables(), kept(), kept(call="call-2")
    writer = Writer(tables)
    writer.write([*happened(one, 1), *happened(other, 1), Over(other, "goodbye")])
    writer._say_that_they_live()
    assert tables.lives == []
    now[0] = writing.SEEN_EVERY_S
    writer._say_that_they_live()
    writer._say_that_they_live()
    assert tables.lives == [[Owned(1, 1, b"")]]
    for problem in (InterfaceError("connection already closed"), OperationalError("locked")):
        tables.problems.append(problem)
        now[0] += writing.SEEN_EVERY_S
        writer._say_that_they_live()  # it is told again, and nobody is lost for it
    writer.write([*happened(one, 2)])
    now[0] += writing.SEEN_EVERY_S
    writer._say_that_they_live()
    assert tables.lives == 2 * [[Owned(1, 1, b"")]]
    assert tables.connected_again == 2
