"""An address with the public keys of an issuer; it counts how often it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Page:
    """Where it is, and how often it was asked."""

    port: int = 0
    asked: int = 0


@contextmanager
def keys_page(keys: Any) -> Iterator[Page]:
    """One that runs on this machine."""
    page = Page()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

        def do_GET(self) -> None:
            page.asked += 1
            raw = json.dumps(keys).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    page.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, name="keys", daemon=True)
    thread.start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
