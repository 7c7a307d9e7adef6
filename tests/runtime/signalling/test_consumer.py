"""The socket of a call: what it takes, what it refuses, and that nothing is left of it."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from channels.db import database_sync_to_async

from runtime import service as service_module
from runtime.service import RuntimeService
from runtime.sessions import last_words
from runtime.signalling import consumer, tickets
from runtime.speech.errors import SpeechUnavailable
from tests.runtime.signalling.served import HOST, ORIGIN, Page, serving

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[RuntimeService], Coroutine[Any, Any, None]]


@pytest.fixture
def served(caplog: pytest.LogCaptureFixture) -> Callable[..., None]:
    """Run a test against a runtime; no traceback may be logged."""

    def run(work: Work, **options: int) -> None:
        async def whole() -> None:
            async with serving(**options) as service:
                await work(service)
                async with asyncio.timeout(5):
                    while service.calls:
                        await asyncio.sleep(0.01)

        asyncio.run(whole())
        assert "Traceback" not in caplog.text

    return run


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


MALFORMED = {
    "not JSON": "hello",
    "nothing": " ",
    "a list": "[]",
    "a number": "1",
    "deep": "[" * 60_000,
    "no type": "{}",
    "unknown type": '{"type": "candidate"}',
    "a type that is a list": '{"type": ["hello"]}',
    "hello without ticket": '{"type": "hello"}',
    "ticket as a number": '{"type": "hello", "ticket": 1}',
    "ticket as null": '{"type": "hello", "ticket": null}',
    "an unknown mode": '{"type": "hello", "ticket": "x", "mode": "video"}',
    "a mode that is a map": '{"type": "hello", "ticket": "x", "mode": {}}',
    "half a character": '{"type": "hello", "ticket": "\\ud800"}',
    "NaN": "NaN",
    "sdp as a list": '{"type": "offer", "sdp": []}',
    "sdp as null": '{"type": "offer", "sdp": null}',
    "text as a number": '{"type": "text", "text": 1}',
    "keys as a list": '{"type": "dtmf", "keys": ["1"]}',
}


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
        for ticket in ("", "unknown", used, "x" * 200):
            page = Page()
            await page.open()
            await page.send({"type": "hello", "ticket": ticket})
            assert await page.refused() == ("ticket.refused", 4401)
        page = Page()
        await page.open()
        await page.send({"type": "hello", "ticket": "x" * 201})
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


def test_all_lines_are_busy(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        first, second = Page(), Page()
        await first.open()
        await first.hello()
        await second.open()
        ticket = await database_sync_to_async(tickets.issue)("harbour")
        await second.send({"type": "hello", "ticket": ticket, "mode": "text"})
        assert await second.refused() == ("busy", 4429)
        await first.send({"type": "end"})
        await first.until("ended")
        while service.calls:
            await asyncio.sleep(0.01)
        third = Page()
        await third.open()
        await third.send({"type": "hello", "ticket": ticket, "mode": "text"})  # it was not used up
        await third.until("ready")
        await third.leave()

    served(work, max_calls=1)


CALLER, OTHER = ("192.0.2.1", 1), ("192.0.2.2", 1)


@pytest.mark.parametrize(("mode", "limit"), [("voice", 2), ("text", 4)])
def test_one_client_does_not_get_all_lines(served: Callable[..., None], mode: str, limit: int) -> None:
    async def work(service: RuntimeService) -> None:
        pages = [Page(client=CALLER) for _ in range(limit + 1)]
        for page in pages[:limit]:
            await page.open()
            await page.hello(mode=mode)
        await pages[limit].open()
        await pages[limit].send({"type": "hello", "ticket": await pages[limit].ticket(), "mode": mode})
        assert await pages[limit].refused() == ("busy.client", 4429)
        for page in (Page(client=OTHER), Page(client=CALLER, scopes=["debug"])):
            await page.open()
            await page.hello(mode=mode)
            await page.leave()
        for page in pages[:limit]:
            await page.leave()

    served(work, max_calls=limit + 3)


def test_chats_leave_the_lines_of_voices_free(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        chat, voice = Page(), Page()
        await chat.open()
        await chat.hello(mode="text")
        await voice.open()
        await voice.hello(mode="voice")
        for page in (chat, voice):
            await page.leave()

    served(work, max_calls=1)


def test_of_many_at_once_no_more_than_there_are_lines_get_one(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        pages = [Page() for _ in range(12)]
        for page in pages:
            await page.open()
        for page in pages:
            await page.send({"type": "hello", "ticket": await page.ticket(), "mode": "text"})
        first = [await page.next() for page in pages]
        assert sorted(message["type"] for message in first if message) == ["error"] * 9 + ["ready"] * 3
        assert {message["code"] for message in first if message and message["type"] == "error"} == {"busy"}
        for page in pages:
            await page.leave()

    served(work, max_calls=3)


def test_a_runtime_that_stops(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page, late = Page(), Page()
        await page.open()
        await page.hello()
        await late.open()
        draining = asyncio.create_task(service.drain(5.0))
        await asyncio.sleep(0)
        await late.send({"type": "hello", "ticket": "any"})
        assert await late.refused() == ("not_ready", 4429)
        await page.until("said", text=last_words.STOPPING)
        ended = await page.until("ended")
        assert (ended["reason"], ended["detail"]) == ("limit", "server stopping")
        assert await page.next() is None
        await draining
        assert not service.calls

    served(work)


def test_a_runtime_that_stops_lets_calls_go_on_for_a_while(
    served: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "FAREWELL_S", 0.1)

    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        draining = asyncio.create_task(service.drain(60.0))
        await asyncio.sleep(0)
        await page.send({"type": "text", "text": "rent a boat"})
        await page.until("said", text="Which boat, Anna or Berta?")
        await page.send({"type": "end"})
        assert (await page.until("ended"))["reason"] == "hangup"
        await draining
        assert last_words.STOPPING not in [message.get("text") for message in page.messages]

    served(work)


def test_a_runtime_that_cannot_wait(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        await page.hello()
        await service.drain(0)
        await service.aclose()
        ended = await page.until("ended")
        assert (ended["reason"], ended["detail"]) == ("limit", "server stopping")
        assert await page.next() is None

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
