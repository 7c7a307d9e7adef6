"""The socket of a call: what it takes, what it refuses, and that nothing is left of it."""

import asyncio
import json
from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async

from runtime import service as service_module
from runtime.service import RuntimeService
from runtime.signalling import consumer, tickets
from runtime.speech.errors import SpeechUnavailable
from tests.runtime.signalling.malformed import MALFORMED
from tests.runtime.signalling.served import HOST, ORIGIN, Page, serving

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_text_call(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        assert await page.open() == "voxloom.v1"
        ready = await page.hello()
        assert ready["bot"] == {
            "slug": "harbour",
            "name": "Harbour",
            "description": "A bot for tests.",
            "language": "en",
        }
        assert (ready["mode"], ready["debug"]) == ("text", False)
        await page.until("said", text="Harbour here. How can I help?")
        assert service_module.calls() == 1
        await page.send({"type": "ping"})
        await page.until("pong")
        await page.send({"type": "text", "text": " rent a boat "})
        assert (await page.until("transcript"))["text"] == "rent a boat"
        await page.until("said", text="Which boat, Anna or Berta?")
        await page.send({"type": "dtmf", "keys": "1"})
        await page.until("said", text="It is $30.")
        await page.send({"type": "end"})
        assert (await page.until("ended"))["reason"] == "hangup"
        assert await page.next() is None
        assert page.close_code == 1000
        kinds = {message["type"] for message in page.messages}
        assert "turn" not in kinds
        assert "log" not in kinds
        stamps = [message["at_ms"] for message in page.messages]
        assert stamps == sorted(stamps)

    served(work)


def test_the_debug_scope_sees_turns_and_the_log(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        assert (await page.hello(scopes=["debug"]))["debug"] is True
        assert (await page.until("log"))["line"]["bot"] == "harbour"
        assert (await page.until("turn"))["turn"] == 0
        await page.leave()

    served(work)


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_malformed(served: Callable[..., None], text: str) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.send(text)
        assert await page.refused() == ("message.malformed", 4400)

    served(work)


def test_64_kib_and_one(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.send(json.dumps({"type": "text", "text": "x" * 65_536}))
        assert await page.refused() == ("message.too_big", 1009)

    served(work)


def test_bytes(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.socket.send_to(bytes_data=b'{"type": "ping"}')
        assert await page.refused() == ("message.malformed", 4400)

    served(work)


@pytest.mark.parametrize(
    "message",
    [
        {"type": "offer", "sdp": "v=0"},
        {"type": "text", "text": "hello"},
        {"type": "dtmf", "keys": "1"},
        {"type": "end"},
    ],
    ids=lambda message: message["type"],
)
def test_before_hello(served: Callable[..., None], message: dict[str, str]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.send(message)
        assert await page.refused() == ("hello.missing", 4400)

    served(work)


def test_what_is_told_and_leaves_the_call_open(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        for message, code in (
            ({"type": "text", "text": "x" * 2001}, "message.long"),
            ({"type": "text", "text": "  "}, "message.empty"),
            ({"type": "dtmf", "keys": "12x"}, "message.keys"),
            ({"type": "dtmf", "keys": ""}, "message.keys"),
        ):
            await page.send(message)
            error = await page.until("error")
            assert (error["code"], error["fatal"]) == (code, False)
        await page.send({"type": "text", "text": "rent a boat"})
        await page.until("said", text="Which boat, Anna or Berta?")
        await page.leave()

    served(work)


def test_tickets_that_open_nothing(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        used = await database_sync_to_async(tickets.issue)("harbour")
        assert await database_sync_to_async(tickets.redeem)(used)
        for ticket in ("unknown", used, "x" * 200):
            page = Page()
            await page.open()
            await page.send({"type": "hello", "ticket": ticket})
            assert await page.refused() == ("ticket.refused", 4401)
        page = Page()
        await page.open()
        await page.send({"type": "hello", "ticket": "x" * 8193})
        assert (await page.until("error"))["code"] == "message.long"
        await page.leave()

    served(work)


def test_two_pages_with_one_ticket(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        ticket = await database_sync_to_async(tickets.issue)("harbour")
        pages = [Page() for _ in range(3)]
        for page in pages:
            await page.open()
        for page in pages:
            await page.send({"type": "hello", "ticket": ticket, "mode": "text"})
        first = [await page.next() for page in pages]
        assert sorted(message["type"] for message in first if message) == ["error", "error", "ready"]
        for page in pages:
            await page.leave()

    served(work)


def test_a_second_hello(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        await page.send({"type": "hello", "ticket": "another"})
        assert await page.refused() == ("hello.second", 4409)

    served(work)


def test_offers_that_cannot_be_answered(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        for sdp in ("", "v=0", "v=0\r\nm=audio x UDP 111\r\n", "\x00", "m" * 60_000):
            page = Page()
            await page.open()
            await page.hello(mode="voice")
            await page.send({"type": "offer", "sdp": sdp})
            code, close = await page.refused()
            assert code.startswith("offer.")
            assert close == 4400

    served(work)


def test_an_offer_in_a_text_call(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        await page.send({"type": "offer", "sdp": "v=0"})
        assert await page.refused() == ("offer.text", 4400)

    served(work)


@pytest.mark.parametrize(("name", "code"), [("HELLO_DEADLINE_S", "hello.late"), ("OFFER_DEADLINE_S", "offer.late")])
def test_who_says_nothing(served: Callable[..., None], monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> None:
    monkeypatch.setattr(consumer, name, 0.05)

    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        if name == "OFFER_DEADLINE_S":
            await page.hello(mode="voice")
        assert await page.refused() == (code, 4408)

    served(work)


def test_a_flood(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        for _ in range(2000):
            await page.send({"type": "ping"})
        assert await page.refused() == ("message.flood", 4400)

    served(work)


@pytest.mark.parametrize("how", ["leave", "vanish"])
def test_a_page_that_goes_takes_its_call_along(served: Callable[..., None], how: str) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        if how == "leave":
            await page.leave()
        else:
            page.vanish()

    served(work)


def test_a_bot_that_cannot_be_learned_now(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        async def late(slug: str) -> None:
            raise SpeechUnavailable("speech_late", "Too late.", "Try again.")

        service.bots.get = late  # type: ignore[method-assign,assignment]
        page = Page()
        await page.open()
        ticket = await database_sync_to_async(tickets.issue)("harbour")
        await page.send({"type": "hello", "ticket": ticket})
        assert await page.refused() == ("bot.late", 4429)

    served(work)


def test_a_fault_of_ours_is_told_without_details(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with serving() as service:
            service.check_room = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
            page = Page()
            await page.open()
            await page.send({"type": "hello", "ticket": "x"})
            assert await page.refused() == ("internal", 4500)
            assert "ZeroDivisionError" not in str(page.messages)
            await page.leave()

    asyncio.run(work())
    assert "signalling failed" in caplog.text


ORIGINS = {
    "no page": ([(b"host", HOST)], True),
    "the page itself": ([(b"host", HOST), (b"origin", ORIGIN)], True),
    "https": ([(b"host", HOST), (b"origin", b"https://localhost:8000")], True),
    "capitals": ([(b"host", b"LocalHost:8000"), (b"origin", b"http://localhost:8000")], True),
    "another port": ([(b"host", HOST), (b"origin", b"http://localhost:8001")], False),
    "no port": ([(b"host", HOST), (b"origin", b"http://localhost")], False),
    "null": ([(b"host", HOST), (b"origin", b"null")], False),
    "empty": ([(b"host", HOST), (b"origin", b"")], False),
    "another scheme": ([(b"host", HOST), (b"origin", b"ftp://localhost:8000")], False),
    "a file": ([(b"host", HOST), (b"origin", b"file://")], False),
    "a sibling": ([(b"host", HOST), (b"origin", b"http://sub.localhost:8000")], False),
    "a longer name": ([(b"host", HOST), (b"origin", b"http://localhost:8000.evil.example")], False),
    "a prefixed name": ([(b"host", HOST), (b"origin", b"http://evil-localhost:8000")], False),
    "a user": ([(b"host", HOST), (b"origin", b"http://localhost:8000@evil.example")], False),
    "not ASCII": ([(b"host", HOST), (b"origin", "http://lócalhost:8000".encode())], False),
    "broken": ([(b"host", HOST), (b"origin", b"http://[::1")], False),
    "two origins": ([(b"host", HOST), (b"origin", ORIGIN), (b"origin", b"http://evil.example")], False),
    "no host": ([(b"origin", ORIGIN)], False),
    "a name that was pointed here": ([(b"host", b"evil.example"), (b"origin", b"http://evil.example")], False),
}


@pytest.mark.parametrize(("headers", "allowed"), ORIGINS.values(), ids=ORIGINS.keys())
def test_origins(headers: list[tuple[bytes, bytes]], allowed: bool) -> None:
    async def work() -> None:
        page = Page(headers=headers)
        accepted, code = await page.socket.connect(10)
        assert accepted is allowed
        if not accepted:
            assert code == 4403
        await page.leave()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("offered", "chosen"), [(["voxloom.v1"], "voxloom.v1"), ([], None), (["chat", "voxloom.v1"], "voxloom.v1")]
)
def test_the_sub_protocol_is_echoed(offered: list[str], chosen: str | None) -> None:
    async def work() -> None:
        page = Page(subprotocols=offered)
        assert await page.open() == chosen
        await page.leave()

    asyncio.run(work())
