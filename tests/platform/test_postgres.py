"""What PostgreSQL does otherwise than SQLite: writers at the same time, locks of rows, deadlines, a pool."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.fixtures import Settings

from voxloom import jobs
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.workspaces import MAIN, named
from voxloom.audit import chain
from voxloom.audit.models import AuditEntry
from voxloom.conversations.going_on import take_over
from voxloom.conversations.log import Opening, begin, end
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import forget
from voxloom.jobs import outbox, registry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

MANY = 8
DEADLINE_S = 30


def at_once(work: Callable[[int], None], count: int = MANY) -> list[Exception]:
    """Do it in that many threads that start together; what went wrong."""
    start, problems = threading.Barrier(count), list[Exception]()

    def run(number: int) -> None:
        try:
            start.wait(DEADLINE_S)
            work(number)
        except (DatabaseError, RuntimeError, AssertionError) as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE_S)
    assert not any(thread.is_alive() for thread in threads)
    return problems


def opening(call: str) -> Opening:
    return Opening(call, "shop", "hash", 1, "voice", "here:1", session=f"session of {call}")


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def test_nothing_waits_for_ever() -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [setting(name) for name in names] == ["20s", "10s", "1min"]


def test_the_audit_log_has_one_order_whoever_writes(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert at_once(lambda number: [chain.note(f"person {number}", "look") for _ in range(5)] and None) == []
    assert list(AuditEntry.objects.values_list("number", flat=True)) == list(range(1, 5 * MANY + 1))
    assert list(chain.problems()) == []


def test_a_conversation_that_is_held_holds_no_other_of_its_workspace() -> None:
    named(MAIN)
    held, done = threading.Event(), threading.Event()

    def hold(number: int) -> None:
        with within(MAIN):
            if number == 0:
                begin(opening("call-1"))
                with transaction.atomic():
                    take_over("session of call-1", "there:2")
                    held.set()
                    assert done.wait(DEADLINE_S)
                return
            assert held.wait(DEADLINE_S)
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '5s'")
                begin(opening("call-2"))
            finally:
                done.set()

    assert at_once(hold, 2) == []


def test_a_job_is_run_by_one_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_tasks", {})
    ran: list[int] = []
    jobs.task("test.once")(lambda: ran.append(1))
    job = jobs.start("test.once")
    assert job is not None
    assert at_once(lambda _: outbox.run(job.pk) and None) == []
    assert ran == [1]


def test_who_forgets_and_who_ends_at_once_stand_in_nobodys_way() -> None:
    named(MAIN)
    with within(MAIN):
        owned = [begin(opening(f"call-{number}")) for number in range(20)]
    with everywhere("all of them are silent for long"):
        Conversation.objects.update(last_event="2020-01-01T00:00:00Z")

    def work(number: int) -> None:
        if number % 2:
            forget()
            return
        with within(MAIN):
            for each in reversed(owned):
                end(each, "hangup")

    assert at_once(work) == []
    with everywhere("all"):
        assert not Conversation.objects.filter(ended=None).exists()


def test_of_two_who_begin_the_same_call_both_write_one() -> None:
    named(MAIN)
    seen: list[int] = []

    def work(_: int) -> None:
        with within(MAIN):
            seen.append(begin(opening("call-1")).key)

    problems = at_once(work, 2)
    assert len(seen) + len(problems) == 2
    assert len(set(seen)) == 1
