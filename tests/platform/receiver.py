"""A program that takes webhooks: it notes what it was sent and answers as told."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


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

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.seen.append(Seen(self.path, self.headers, body))
            self.send_response(told.answers[min(len(told.seen), len(told.answers)) - 1])
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, name="receiver", daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
