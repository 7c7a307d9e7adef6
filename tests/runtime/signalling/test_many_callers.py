"""Thirty visitors who call with a voice at the same moment, over real sockets and real media."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from tests.runtime.sessions.media import Browser
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

VISITORS, LINES = 30, 4
RELEASE_S = 10.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house"), MAX_CALLS=str(LINES), TICKETS_PER_MINUTE="100") as running:
        yield running
        assert "Traceback" not in running.log()


class Visitor:
    """A browser with an address of its own; `outcome` is what the call came to."""

    def __init__(self, house: House, number: int, address: str) -> None:
        self.house = house
        self.number = number
        self.outcome = ""
        self.messages: list[dict[str, Any]] = []
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(local_addr=(address, 0)))
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self._browser: Browser | None = None

    async def call(self) -> None:
        """Up to the moment at which the bot is heard, or at which it is clear that it will not be."""
        async with self._session.post(f"{self.house.origin}/rt/tickets", json={"bot": "harbour"}) as answer:
            ticket = (await answer.json())["ticket"]
        self.socket = await self._session.ws_connect(f"{self.house.origin}/rt/call", protocols=("voxloom.v1",))
        await self._send(type="hello", ticket=ticket, mode="voice")
        async for frame in self.socket:
            message = json.loads(frame.data)
            self.messages.append(message)
            if message["type"] == "ready":
                self._browser = Browser()
                await self._send(type="offer", sdp=await self._browser.offer())
            elif message["type"] == "answer" and self._browser is not None:
                await self._browser.accept(message["sdp"])
            elif message["type"] == "said":
                self.outcome = "talks"
                return
            elif message["type"] == "error":
                assert message["message"]
                assert message["remedy"]
                self.outcome = message["code"]
        assert self.socket.close_code == 4429

    async def leave(self) -> None:
        """Hang up, close the page, or vanish: each of them in its turn."""
        assert self.socket is not None
        if self.outcome == "talks" and self.number % 3 == 0:
            await self._send(type="end")
            async for frame in self.socket:
                self.messages.append(json.loads(frame.data))
            assert self.messages[-1]["type"] == "ended"
        elif self.number % 3 == 1:
            await self.socket.close()
        await self._session.close()
        if self._browser is not None:
            await self._browser.close()

    async def _send(self, **message: Any) -> None:
        assert self.socket is not None
        await self.socket.send_str(json.dumps(message))


@pytest.mark.parametrize("one_address", [False, True], ids=["thirty visitors", "one visitor thirty times"])
def test_each_gets_a_call_or_a_word_and_everything_is_given_back(house: House, one_address: bool) -> None:
    async def work() -> list[str]:
        addresses = ["127.0.0.1" if one_address else f"127.0.1.{number}" for number in range(1, VISITORS + 1)]
        visitors = [Visitor(house, number, address) for number, address in enumerate(addresses)]
        try:
            await asyncio.gather(*(visitor.call() for visitor in visitors))
        finally:
            await asyncio.gather(*(visitor.leave() for visitor in visitors))
        async with asyncio.timeout(RELEASE_S):
            while len(house.descriptors()) > house.level:
                await asyncio.sleep(0.05)
        return [visitor.outcome for visitor in visitors]

    outcomes = asyncio.run(work())
    assert house.calls() == 0
    talking = 2 if one_address else LINES
    refusal = "busy.client" if one_address else "busy"
    assert sorted(outcomes) == sorted(["talks"] * talking + [refusal] * (VISITORS - talking))
