"""A database that is gone, frozen, locked or full for a while: calls go on, and nothing of them is missing then."""

import json
import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import Client

from runtime.history import writer as writing
from tests.faults.talks import FULL, OUTAGE_S, Talks, talks, until
from tests.platform.postgres_server import PostgresServer
from voxloom.conversations.models import Conversation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
on_postgres = pytest.mark.postgres
on_sqlite = pytest.mark.sqlite

SWIFT_S = 1.0
"""A call never waits for the database: events are taken at once whatever state that is in."""
EVENTS = "conversations_conversationevent"


def lives_through(all_of_them: Talks) -> None:
    """What every fault must come to, once it is over."""
    all_of_them.go_on(5)
    assert all_of_them.committed()
    all_of_them.end()
    all_of_them.assert_nothing_is_missing()


def goes_on(all_of_them: Talks, seconds: float = OUTAGE_S) -> None:
    """Calls go on while something is broken, and do not notice."""
    before = time.monotonic()
    all_of_them.go_on(10)
    assert time.monotonic() - before < SWIFT_S
    time.sleep(seconds)
    all_of_them.go_on(5)
    assert all_of_them.lost == []


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(database_server: PostgresServer) -> Iterator[PostgresServer]:
    """The server of these tests, up again afterwards."""
    yield database_server
    database_server.ensure_up()
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]
    until(lambda: Conversation._meta.db_table in connection.introspection.table_names(), "it does not come up again")


@contextmanager
def somebody_else(server: PostgresServer) -> Iterator["psycopg.Connection[Any]"]:
    """In the same database, in a transaction."""
    url = server.url.removesuffix("postgres") + str(connection.settings_dict["NAME"])
    with psycopg.connect(url) as link:
        yield link


@pytest.fixture
def hasty(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long behind a lock, so that waiting ends in an error in a short test too."""
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "options", "-c lock_timeout=200")
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]


@on_postgres
def test_a_server_that_is_killed_and_comes_back_misses_nothing(server: PostgresServer) -> None:
    with talks() as all_of_them:
        server.stop()
        goes_on(all_of_them)
        server.start()
        lives_through(all_of_them)


@on_postgres
def test_a_server_that_is_killed_in_the_middle_of_writing_misses_nothing(server: PostgresServer) -> None:
    with talks() as all_of_them:
        for _ in range(3):
            writes = threading.Thread(target=_write_for_a_while, args=(all_of_them,))
            writes.start()
            time.sleep(0.05)
            server.stop()
            writes.join()
            server.start()
        lives_through(all_of_them)


def _write_for_a_while(all_of_them: Talks) -> None:
    for _ in range(10):
        all_of_them.go_on(1)
        time.sleep(0.01)


@on_postgres
def test_a_server_that_stays_away_ends_calls_and_a_later_one_is_written(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not FULL:
        monkeypatch.setattr(writing, "GIVE_UP_S", 2.0)
    with talks() as all_of_them:
        server.stop()
        all_of_them.go_on(5)
        assert not all_of_them.committed()
        until(lambda: len(all_of_them.lost) == 3, "they go on as if they were written")
        server.start()
        connections.close_all()
        with talks(name="later") as later:
            later.go_on(5)
            assert later.committed()


@on_postgres
def test_a_server_that_answers_nothing_for_a_while_misses_nothing(server: PostgresServer) -> None:
    with talks() as all_of_them:
        server.freeze()
        goes_on(all_of_them)
        server.thaw()
        lives_through(all_of_them)


@on_postgres
@pytest.mark.parametrize("what", [f"LOCK TABLE {EVENTS}", "SELECT 1 FROM conversations_conversation FOR UPDATE"])
@pytest.mark.usefixtures("hasty")
def test_rows_that_somebody_else_holds_are_waited_for(server: PostgresServer, what: str) -> None:
    with talks() as all_of_them:
        with somebody_else(server) as other:
            other.execute(what)
            goes_on(all_of_them)
            other.rollback()
        lives_through(all_of_them)


@on_postgres
def test_a_full_disk_is_waited_for(server: PostgresServer) -> None:
    """The server's own word for a full disk, without the disk."""
    with talks() as all_of_them, somebody_else(server) as other:
        other.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$"
        )
        other.execute(f"CREATE TRIGGER full_disk BEFORE INSERT ON {EVENTS} EXECUTE FUNCTION full_disk()")
        other.commit()
        goes_on(all_of_them)
        other.execute("DROP FUNCTION full_disk CASCADE")
        other.commit()
        lives_through(all_of_them)


if FULL and os.geteuid() == 0:

    @on_postgres
    def test_a_disk_that_is_really_full_is_waited_for(server: PostgresServer, tmp_path: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=0777", "tmpfs", str(disk)], check=True)
        try:
            place = disk / "place"
            place.mkdir()
            server.give(place)
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
                cursor.execute(f"ALTER TABLE {EVENTS} SET TABLESPACE small")
            with talks() as all_of_them:
                filler = disk / "filler"
                filler.write_bytes(b"x" * _free(disk))
                for _ in range(5):
                    all_of_them.go_on(4)
                time.sleep(OUTAGE_S)
                filler.unlink()
                lives_through(all_of_them)
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {EVENTS} SET TABLESPACE pg_default")
                cursor.execute("DROP TABLESPACE small")
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)

    def _free(disk: Path) -> int:
        found = os.statvfs(disk)
        return found.f_bavail * found.f_frsize


@on_postgres
def test_pages_say_that_the_database_is_away(server: PostgresServer) -> None:
    client = Client(raise_request_exception=False, headers={"host": "localhost:8000"})
    server.stop()
    page = client.get("/", headers={"accept": "text/html"})
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert page.content.decode().startswith("The server cannot reach its database now.\n")
    ticket = client.post("/rt/tickets", json.dumps({"bot": "riverbank"}), content_type="application/json")
    assert (ticket.status_code, ticket.json()["error"]["code"]) == (503, "storage.away")
    server.start()
    connections.close_all()  # as a server does behind each request
    assert client.get("/").status_code == 200


# -- SQLite ------------------------------------------------------------------------------------------------------------


@on_sqlite
@pytest.mark.parametrize("patience_s", [20.0, 0.1])
def test_a_file_that_another_process_writes_is_waited_for(patience_s: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", patience_s)
    with talks() as all_of_them:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        goes_on(all_of_them)
        other.execute("ROLLBACK")
        other.close()
        lives_through(all_of_them)


@on_sqlite
def test_a_full_file_is_waited_for() -> None:
    limit = _Limit()
    connection.cursor().execute("VACUUM")  # rows of earlier tests that are gone leave room for a while
    connection_created.connect(limit.on_connection)
    try:
        with talks(sleep=limit.sleep) as all_of_them:
            limit.full.set()
            all_of_them.go_on(30)
            until(limit.met.is_set, "the file was not full")
            assert all_of_them.lost == []
            limit.full.clear()
            lives_through(all_of_them)
    finally:
        connection_created.disconnect(limit.on_connection)


class _Limit:
    """The file of the writer's connection is full while `full` is set: it may not have one page more."""

    def __init__(self) -> None:
        self.full, self.met = threading.Event(), threading.Event()

    def on_connection(self, connection: Any, **_: Any) -> None:
        if threading.current_thread().name == "history":
            connection.execute_wrappers.append(self._before)

    def sleep(self, seconds: float) -> None:
        """The writer's pause, after it failed."""
        self.met.set()
        time.sleep(min(seconds, 0.05))

    def _before(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        pages = 1 if self.full.is_set() else 1_000_000_000  # fewer than there are means: no more
        context["connection"].connection.execute(f"PRAGMA max_page_count = {pages}")
        return execute(sql, parameters, many, context)
