"""A service as bad as services are: it speaks real HTTP over real sockets, and does to each request what is written."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

START_S = 10


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    """By their names in small letters."""
    body: bytes
    lines: tuple[tuple[str, str], ...] = ()
    """The headers as they came, each by itself."""


Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


def answers(status: int = 200, body: bytes = b"{}", **headers: str) -> Act:
    """A whole answer. Underscores of header names are hyphens."""
    told = {"content_type": "application/json", "content_length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())

    async def act(line: asyncio.StreamWriter) -> None:
        line.write(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)
        await line.drain()

    return act


def drips(every_s: float, body: bytes = b'{"slow": 1}') -> Act:
    """The head at once, then a byte now and then."""

    async def act(line: asyncio.StreamWriter) -> None:
        line.write(f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode())
        for byte in body:
            line.write(bytes([byte]))
            await line.drain()
            await asyncio.sleep(every_s)

    return act


def streams(size: int) -> Act:
    """So many bytes, and no word before of how many."""

    async def act(line: asyncio.StreamWriter) -> None:
        line.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n")
        for _ in range(size // 65_536):
            line.write(b" " * 65_536)
            await line.drain()
        line.close()

    return act


async def slow_to_begin(line: asyncio.StreamWriter) -> None:
    """The first byte comes after a second, and then all of it."""
    await asyncio.sleep(1)
    await answers()(line)


async def hangs(_line: asyncio.StreamWriter) -> None:
    """Nothing, for ever."""
    await asyncio.sleep(3600)


async def closes(line: asyncio.StreamWriter) -> None:
    """The line ends before any answer."""
    line.transport.abort()


async def breaks_off(line: asyncio.StreamWriter) -> None:
    """The line ends in the middle of the answer."""
    line.write(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a": ')
    await line.drain()
    line.transport.abort()


async def babbles(line: asyncio.StreamWriter) -> None:
    """Something that is no HTTP."""
    line.write(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)
    await line.drain()
    line.close()


@dataclass
class Scripted:
    """`acts`: what happens to each request in turn; the last one stays."""

    acts: list[Act]
    seen: list[Seen] = field(default_factory=list)
    lines: int = 0
    """How many connections were made."""
    port: int = 0
    scheme: str = "http"

    @property
    def address(self) -> str:
        """Where it is."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.lines += 1
        # Cancelled, the service is over; the streams of asyncio would make a noise about it.
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (request := await _read(reader)) is not None:
                self.seen.append(request)
                await self.acts[min(len(self.seen), len(self.acts)) - 1](writer)
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Seen | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, path, _ = head[0].split(" ")
    lines = [(name, value.strip()) for name, _, value in (line.partition(":") for line in head[1:-2])]
    headers = {name.lower(): value for name, value in lines}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, path, headers, body, tuple(lines))


@contextmanager
def scripted(*acts: Act, tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """One that runs on this machine, in a thread of its own."""
    told = Scripted(list(acts) or [answers()], scheme="https" if tls is not None else "http")
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def live() -> None:
        server = await asyncio.start_server(told.serve, "127.0.0.1", 0, ssl=tls)
        told.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await asyncio.Event().wait()

    task = loop.create_task(live())
    thread = threading.Thread(target=lambda: _run(loop, task), name="scripted")
    thread.start()
    try:
        assert ready.wait(START_S)
        yield told
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(START_S)


def _run(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
    left = asyncio.all_tasks(loop)
    for each in left:
        each.cancel()
    loop.run_until_complete(_all_over(left))
    loop.close()


async def _all_over(tasks: "set[asyncio.Task[Any]]") -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
