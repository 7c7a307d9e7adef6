"""One request and its answer: over lines that were checked, no longer and no larger than anybody needs."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from tools.bindings.filling import Filled
from tools.lines import Deadlines, MakesClient, as_sent, made
from voxloom.outgoing.aio import WrongCertificate, loop_client
from voxloom.telemetry import traces

__all__ = ["Answer", "Exchange", "SlowToAnswer", "Unreadable", "WrongCertificate"]

MOST_BYTES = 1024 * 1024
"""Of an answer; what a bot says of it is a sentence."""
MOST_CLIENTS = 50
"""One for all that ask without a certificate, and one for each certificate."""
RETIRE_S = 300.0
"""A client that made room for another is closed then: no tool takes longer."""
LINE_STANDS = "http11.send_request_headers.started"
"""The library's word for it; HTTP/2 is not spoken."""


class Unreadable(Exception):
    """The answer is longer than anybody needs, or is packed so that nobody knows."""


class SlowToAnswer(TimeoutError):
    """The service did not begin to answer in the time that it has for that."""


@dataclass(frozen=True)
class Answer:
    """What a service answered."""

    status: int
    kind: str
    """Its media type, in small letters and without parameters."""
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in small letters."""
    url: str = ""
    """Who gave it, redirects followed; without what says who asked."""


class Exchange:
    """For one process; belongs to its event loop."""

    def __init__(
        self,
        client: MakesClient = lambda certificate: loop_client(certificate=certificate),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`client` makes one, with a certificate in PEM or without; it blocks. `clock` gives seconds."""
        self._make = client
        self._clock = clock
        self._clients: dict[str | None, httpx.AsyncClient] = {}
        self._retired: list[tuple[float, httpx.AsyncClient]] = []
        self._making = asyncio.Lock()

    async def send(self, filled: Filled, deadlines: Deadlines, certificate: str | None = None) -> Answer:
        """Raises Unreadable, SlowToAnswer, WrongCertificate, AddressRefused, httpx.HTTPError, httpx.InvalidURL."""
        client = await self._client(certificate)
        # The whole has its own time, which whoever asks keeps.
        timeout = httpx.Timeout(None, connect=deadlines.connect_s)
        headers = as_sent([*filled.headers, *traces.headers().items()])
        request = client.build_request(filled.method, filled.url, headers=headers, content=filled.body, timeout=timeout)
        answer = await _begun(client, request, deadlines)
        try:
            return await _read(answer)
        finally:
            await answer.aclose()

    async def aclose(self) -> None:
        """Close all lines."""
        clients = [*self._clients.values(), *(client for _, client in self._retired)]
        self._clients, self._retired = {}, []
        for client in clients:
            await client.aclose()

    async def _client(self, certificate: str | None) -> httpx.AsyncClient:
        async with self._making:
            await self._close_retired()
            client = self._clients.pop(certificate, None)
            if client is None:
                client = await made(self._make, certificate)
            self._clients[certificate] = client  # the last one used is the last one to go
            while len(self._clients) > MOST_CLIENTS:
                self._retired.append((self._clock() + RETIRE_S, self._clients.pop(next(iter(self._clients)))))
            return client

    async def _close_retired(self) -> None:
        now = self._clock()
        over = [client for until, client in self._retired if until <= now]
        self._retired = [(until, client) for until, client in self._retired if until > now]
        for client in over:
            await client.aclose()


async def _begun(client: httpx.AsyncClient, request: httpx.Request, deadlines: Deadlines) -> httpx.Response:
    """Until the answer begins; its time counts from when the line stands and is ours."""
    first_byte_s = deadlines.first_byte_s
    if first_byte_s is None:
        return await client.send(request, stream=True)
    try:
        async with asyncio.timeout(None) as limit:

            async def on_event(event: str, _info: object) -> None:
                if event == LINE_STANDS:
                    limit.reschedule(asyncio.get_running_loop().time() + first_byte_s)

            request.extensions = {**request.extensions, "trace": on_event}
            return await client.send(request, stream=True)
    except TimeoutError:
        raise (SlowToAnswer() if limit.expired() else TimeoutError()) from None


async def _read(answer: httpx.Response) -> Answer:
    if answer.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
        raise Unreadable  # nobody asked for it, and a kilobyte of it may be a gigabyte
    pieces, size = [], 0
    async for piece in answer.aiter_raw():
        size += len(piece)
        if size > MOST_BYTES:
            raise Unreadable
        pieces.append(piece)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Answer(answer.status_code, kind, b"".join(pieces), dict(answer.headers))
