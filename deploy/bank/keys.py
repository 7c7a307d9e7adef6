"""Doing a thing once, however often it is asked for: the key of a request is written together with what it did."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from deploy.bank.book import Book
from deploy.bank.problem import Refused

KEPT_S = 30 * 24 * 3600.0
"""Nobody asks again after a month."""
MOST_CHARACTERS = 255
PATIENCE_S = 0.5
"""For the first of two requests with one key: it is nearly done, and its answer is better than a refusal."""


@dataclass(frozen=True)
class Answer:
    """`again`: the thing was done before, and this is what was answered then."""

    status: int
    body: str
    again: bool = False


Work = Callable[[sqlite3.Connection], tuple[int, dict[str, Any]]]
"""Does it and says what is answered, or raises Refused."""


class Keys:
    """Who asks with which key just now is known to one process; what was answered stands in the book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._under_way: set[str] = set()
        self._change = threading.Condition()

    def once(self, key: str | None, asked: tuple[Any, ...], work: Work) -> Answer:
        """Do it, unless the key says that it was done; without a key it is done each time. Raises Refused."""
        if key is None:
            with self._book.writing() as link:
                status, body = work(link)
            return Answer(status, json.dumps(body))
        if not (0 < len(key) <= MOST_CHARACTERS and key.isascii() and key.isprintable()):
            raise Refused(400, "key_malformed", f"Idempotency-Key has 1 to {MOST_CHARACTERS} printable signs.")
        digest = sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
        with self._alone(key), self._book.writing() as link:
            answer = _kept(link, key, digest)
            if answer is None:
                answer = _done(link, work)
                keep(link, key, digest, answer)
        return answer

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Nobody else has this key. Raises Refused."""
        with self._change:
            if not self._change.wait_for(lambda: key not in self._under_way, PATIENCE_S):
                raise Refused(409, "key_in_use", "A request with this key is under way; ask again in a moment.")
            self._under_way.add(key)
        try:
            yield
        finally:
            with self._change:
                self._under_way.discard(key)
                self._change.notify_all()


def _kept(link: sqlite3.Connection, key: str, digest: str) -> Answer | None:
    row = link.execute("SELECT asked, status, body FROM keys WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["asked"] != digest:
        raise Refused(422, "key_of_another_request", "This key came with another request before.")
    return Answer(row["status"], row["body"], again=True)


def _done(link: sqlite3.Connection, work: Work) -> Answer:
    """A refusal is an answer like others: who asks again with the key is refused again, whatever has changed."""
    link.execute("SAVEPOINT work")
    try:
        status, body = work(link)
    except Refused as problem:
        link.execute("ROLLBACK TO work")
        status, body = problem.status, problem.body
    link.execute("RELEASE work")
    return Answer(status, json.dumps(body))


def keep(link: sqlite3.Connection, key: str, digest: str, answer: Answer) -> None:
    """In the transaction that has the effect."""
    now = time.time()
    link.execute("DELETE FROM keys WHERE at < ?", (now - KEPT_S,))
    link.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?)", (key, digest, answer.status, answer.body, now))
