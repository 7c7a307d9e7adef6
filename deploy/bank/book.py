"""The bank's book: one SQLite file, and one writer at a time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from deploy.bank.problem import CannotRun, Refused
from deploy.bank.seed import write_first_page

VERSION = 1
WAIT_S = 5.0
"""For whoever writes just now. A caller of a bot has hung up by then."""
LINES = """
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, number TEXT NOT NULL UNIQUE,
    cents INTEGER NOT NULL CHECK (cents >= 0)
) STRICT;
CREATE TABLE payees (id TEXT PRIMARY KEY, name TEXT NOT NULL, number TEXT NOT NULL) STRICT;
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES accounts, target TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents > 0), memo TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts, cents INTEGER NOT NULL,
    words TEXT NOT NULL, transfer INTEGER REFERENCES transfers, at TEXT NOT NULL
) STRICT;
CREATE INDEX entries_of_an_account ON entries (account, id);
CREATE TABLE cards (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('debit', 'credit')),
    last_four TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('active', 'blocked', 'ordered')), at TEXT NOT NULL
) STRICT;
CREATE TABLE keys (
    key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL
) STRICT;
CREATE INDEX keys_by_age ON keys (at);
"""


class Book:
    """For all threads of the process; each piece of work has a connection of its own."""

    def __init__(self, file: Path) -> None:
        """Opens the file, or makes it with what the bank begins with. Raises CannotRun."""
        self._file = file
        self._pen = threading.Lock()
        try:
            with closing(self._open()) as link:
                link.execute("PRAGMA journal_mode = WAL")
                _make(link)
        except sqlite3.Error as problem:
            raise CannotRun(f"{file} cannot be used as the bank's database: {problem}.") from None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read in here is of one moment."""
        with closing(self._open()) as link:
            link.execute("BEGIN")
            yield link

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is written in here is kept, or nothing of it. Raises Refused where others write for too long."""
        # SQLite lets those wait who come last, and some of a crowd for ever; the lock is fair among our own.
        if not self._pen.acquire(timeout=WAIT_S):
            raise _busy()
        try:
            with closing(self._open()) as link:
                try:
                    link.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    raise _busy() from None
                yield link  # what fails in there leaves the transaction open, and closing drops it
                link.execute("COMMIT")
        finally:
            self._pen.release()

    def _open(self) -> sqlite3.Connection:
        link = sqlite3.connect(self._file, timeout=WAIT_S, isolation_level=None)
        link.row_factory = sqlite3.Row
        link.execute("PRAGMA foreign_keys = ON")
        link.execute("PRAGMA synchronous = FULL")  # who was told that money is gone is told the truth after a power cut
        return link


def _busy() -> Refused:
    return Refused(503, "busy", "The bank has too much to do; ask again in a moment.")


def _make(link: sqlite3.Connection) -> None:
    """The tables and what stands in them at first, unless they are there."""
    link.execute("BEGIN IMMEDIATE")
    version = link.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, VERSION):
        raise sqlite3.DatabaseError(f"it is of version {version}, and this bank knows {VERSION}")
    if version == 0:
        for statement in LINES.split(";\n"):
            link.execute(statement)
        write_first_page(link)
        link.execute(f"PRAGMA user_version = {VERSION}")
    link.execute("COMMIT")
