"""An address with the public keys of an issuer; it counts how often it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.platform.http_server import Quiet, serving


@dataclass
class Page:
    """Where it is, and how often it was asked."""

    port: int = 0
    asked: int = 0


@contextmanager
def keys_page(keys: Any) -> Iterator[Page]:
    """One that runs on this machine."""
    page = Page()

    class Handler(Quiet):
        def do_GET(self) -> None:
            page.asked += 1
            self.answer(200, json.dumps(keys).encode())

    with serving(Handler) as server:
        page.port = server.server_port
        yield page
