"""A program that takes webhooks: it notes what it was sent and answers as told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.platform.http_server import Quiet, serving


@dataclass
class Seen:
    """A request."""

    path: str
    headers: Any
    body: bytes


@dataclass
class Receiver:
    """`answers`: the status of each request in turn; the last one stays."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


@contextmanager
def receiver(*answers: int | Mapping[str, str]) -> Iterator[Receiver]:
    """One that runs on this machine; headers may follow the statuses."""
    headers: dict[str, str] = {}
    for given in answers:
        if isinstance(given, Mapping):
            headers |= given
    told = Receiver(answers=[status for status in answers if isinstance(status, int)] or [200])

    class Handler(Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.seen.append(Seen(self.path, self.headers, body))
            self.answer(told.answers[min(len(told.seen), len(told.answers)) - 1], **headers)

    with serving(Handler) as server:
        told.port = server.server_port
        yield told
