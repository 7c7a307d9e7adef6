"""Lines to services: who makes them, and how long parts of a request may take."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import httpx

CONNECT_S = 2.0
"""With the name and TLS: who is further away than that answers no caller in time."""
MakesClient = Callable[[str | None], httpx.AsyncClient]
"""Gets a certificate in PEM or None, and blocks."""


@dataclass(frozen=True)
class Deadlines:
    """Of parts of a request, in seconds; whoever asks has one for the whole."""

    connect_s: float = CONNECT_S
    first_byte_s: float | None = None
    """From the line to the beginning of the answer."""


def as_sent(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Headers as they go over a line. A value may have bytes up to 0xff (RFC 9110 §5.5), which are read as Latin-1; of
    texts the library takes ASCII alone. Whoever makes a value looks at whether it fits."""
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]


async def made(make: MakesClient, certificate: str | None) -> httpx.AsyncClient:
    """In a thread: the certificates that the machine trusts are read. Raises WrongCertificate."""
    return await asyncio.get_running_loop().run_in_executor(_thread(), make, certificate)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="lines")
