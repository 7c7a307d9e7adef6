"""A program that answers over HTTP on this machine while a test runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Quiet(BaseHTTPRequestHandler):
    """Answers without a line on standard error."""

    server: Any

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """The whole answer; a header's name is written with `_` for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(handler: type[Quiet]) -> Iterator[Any]:
    """A server on a free port; its `at` is its address."""
    server: Any = HTTPServer(("127.0.0.1", 0), handler)
    server.at = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, name=handler.__name__, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
