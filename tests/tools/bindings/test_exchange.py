"""One request and its answer: as it is written, as large as anybody needs, by few clients."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from tests.platform.clock import Clock
from tools.bindings.exchange import MOST_BYTES, MOST_CLIENTS, RETIRE_S, Answer, Exchange, Unreadable
from tools.bindings.filling import Filled
from tools.lines import Deadlines

FILLED = Filled("POST", "https://x.example/a?b=1", (("X-A", "1"), ("X-A", "2")), b"body")
Answers = Callable[[httpx.Request], httpx.Response]


async def _pieces(count: int = 0, piece: bytes = b" " * 65_536) -> AsyncIterator[bytes]:
    """A body that comes as bodies do."""
    for _ in range(count):
        yield piece


class Clients:
    """Makes clients that ask nobody, and keeps them."""

    def __init__(self, answer: Answers = lambda _: httpx.Response(200, content=_pieces())) -> None:
        self.answer = answer
        self.made: list[tuple[str | None, httpx.AsyncClient]] = []

    def __call__(self, certificate: str | None) -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        self.made.append((certificate, client))
        return client


def _sent(answer: Answers, filled: Filled = FILLED) -> Answer:
    async def main() -> Answer:
        exchange = Exchange(Clients(answer))
        try:
            return await exchange.send(filled, Deadlines())
        finally:
            await exchange.aclose()

    return asyncio.run(main())


def test_a_request_and_its_answer() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            201, headers={"Content-Type": "Application/JSON; charset=utf-8", "X-B": "c"}, content=_pieces(1, b"{}")
        )

    made = _sent(answer)
    assert (made.status, made.kind, made.body, made.headers["x-b"]) == (201, "application/json", b"{}", "c")
    (request,) = seen
    assert (request.method, str(request.url), request.content) == ("POST", FILLED.url, b"body")
    assert request.headers.get_list("X-A") == ["1", "2"]


def test_no_more_is_read_than_anybody_needs() -> None:
    whole = MOST_BYTES // 65_536
    assert len(_sent(lambda _: httpx.Response(200, content=_pieces(whole))).body) == MOST_BYTES
    with pytest.raises(Unreadable):
        _sent(lambda _: httpx.Response(200, content=_pieces(whole + 1)))


def test_what_is_packed_stays_packed() -> None:
    with pytest.raises(Unreadable):
        _sent(lambda _: httpx.Response(200, headers={"content-encoding": "br"}, content=_pieces(1)))
    assert (
        _sent(lambda _: httpx.Response(200, headers={"content-encoding": "identity"}, content=_pieces())).status == 200
    )


def test_clients_are_kept_by_certificate_and_the_oldest_goes_once_nobody_can_use_it() -> None:
    async def main() -> None:
        clients, clock = Clients(), Clock()
        exchange = Exchange(clients, clock)

        async def ask(certificate: str | None) -> None:
            await exchange.send(FILLED, Deadlines(), certificate)

        await ask(None)
        await ask(None)
        assert [certificate for certificate, _ in clients.made] == [None]
        for at in range(MOST_CLIENTS - 1):
            await ask(f"c{at}")
        await ask(None)  # is the last one used
        await ask("one more")
        oldest = dict(clients.made)["c0"]
        assert not oldest.is_closed  # a call may still have it
        clock.now_s += RETIRE_S
        await ask(None)
        assert [certificate for certificate, client in clients.made if client.is_closed] == ["c0"]
        await ask("c0")
        assert len(clients.made) == MOST_CLIENTS + 2
        await exchange.aclose()
        assert all(client.is_closed for _, client in clients.made)

    asyncio.run(main())
