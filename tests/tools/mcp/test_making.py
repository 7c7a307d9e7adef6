"""Who shares a line, and who has one of their own."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.tools.mcp.lines import DEADLINES, Answering
from tools.bindings.credentials import Credentials
from tools.mcp.later import Later
from tools.mcp.making import Making
from tools.mcp.messages import VERSION
from tools.mcp.programs import NotAllowed, Programs
from tools.mcp.sessions import Where

LONG_S = 60.0
ADDRESS = "https://crm.example/mcp"
SHOWS = Where("main", ADDRESS, auth=Credentials(certificate="PEM"))


class Clients:
    """Those that were made, with their certificates."""

    def __init__(self) -> None:
        self.made: list[tuple[str | None, httpx.AsyncClient]] = []
        self.asked: list[httpx.Request] = []

    def __call__(self, certificate: str | None) -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=Answering(self._answer))
        self.made.append((certificate, client))
        return client

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        told = {"jsonrpc": "2.0", "id": 1, "result": {"protocolVersion": VERSION}}
        return httpx.Response(200, json=told, headers={"set-cookie": "who=main; Path=/"})


def making(body: Callable[[Making], Awaitable[None]], clients: Clients | None = None) -> Clients:
    """What was made for that."""
    made_by = clients if clients is not None else Clients()

    async def main() -> None:
        later = Later()
        made = Making(made_by, Programs(lambda: {}), later)
        try:
            await body(made)
        finally:
            await made.aclose()
            await later.over(LONG_S)

    asyncio.run(main())
    return made_by


def test_all_share_a_client_but_who_shows_a_certificate() -> None:
    async def body(made: Making) -> None:
        wheres = [Where("main", ADDRESS), Where("other", ADDRESS), SHOWS, SHOWS]
        sessions = await asyncio.gather(*(made.session(where) for where in wheres))
        for session in sessions:
            await session.aclose()

    clients = making(body)
    assert sorted(str(certificate) for certificate, _ in clients.made) == ["None", "PEM", "PEM"]
    assert all(client.is_closed for _, client in clients.made)


def test_a_session_closes_only_what_is_its_own() -> None:
    async def body(made: Making) -> None:
        for where in (Where("main", ADDRESS), SHOWS):
            await (await made.session(where)).aclose()
        assert [client.is_closed for _, client in clients.made] == [False, True]

    clients = Clients()
    making(body, clients)


def test_cookies_are_not_kept_for_others() -> None:
    async def body(made: Making) -> None:
        for whose in ("main", "other"):
            session = await made.session(Where(whose, ADDRESS))
            await session.open(DEADLINES)

    clients = making(body)
    assert len(clients.asked) == 4
    assert not any("cookie" in request.headers for request in clients.asked)


def test_a_program_is_one_that_is_allowed() -> None:
    async def body(made: Making) -> None:
        with pytest.raises(NotAllowed):
            await made.session(Where("main", program="notes"))

    assert making(body).made == []
