"""Who gets a line, who is told that there is none, and what becomes of calls when the runtime stops."""

import asyncio
from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async

from flows.models import Bot
from runtime import service as service_module
from runtime.service import RuntimeService
from runtime.sessions import last_words
from runtime.signalling import tickets
from runtime.signalling.crowd import Crowd
from tests.runtime.counted import Counted
from tests.runtime.signalling.served import Page
from voxloom.accounts.isolation import everywhere
from voxloom.accounts.workspaces import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_lines_are_busy(served: Callable[..., None]) -> None:
    counted = Counted()

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
    assert counted("voxloom_calls_refused_total", reason="busy") == 1
    assert counted("voxloom_calls_started_total", mode="text") == 2
    assert counted("voxloom_calls_ended_total", mode="text", reason="hangup") == 2


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
        assert (await page.until("suspended"))["detail"] == "restart"
        assert await page.next() is None
        assert page.close_code == 1012
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
        assert (await page.until("suspended"))["detail"] == "restart"
        assert await page.next() is None
        assert page.close_code == 1012

    served(work)


@pytest.mark.parametrize(("of", "code"), [("bot", "busy.bot"), ("workspace", "busy.workspace")])
def test_a_bot_and_a_workspace_get_as_many_calls_as_they_may(served: Callable[..., None], of: str, code: str) -> None:
    def allow_one() -> None:
        with everywhere("a test"):
            (Bot if of == "bot" else Workspace).objects.update(max_calls=1)

    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(allow_one)()
        first, second = Page(), Page()
        await first.open()
        await first.hello()
        await second.open()
        await second.send({"type": "hello", "ticket": await second.ticket(), "mode": "text"})
        assert await second.refused() == (code, 4429)
        await first.send({"type": "end"})
        await first.until("ended")
        while service.calls:
            await asyncio.sleep(0.01)
        third = Page()
        await third.open()
        await third.hello()
        await third.leave()

    served(work)


def test_too_many_messages_of_a_bot_are_told_and_the_call_goes_on(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        service.crowd = Crowd(1, 100)
        page = Page()
        await page.open()
        await page.hello()
        for _ in range(2):
            await page.send({"type": "text", "text": "hello"})
        told = await page.until("error")
        assert (told["code"], told["fatal"]) == ("message.rate", False)
        await page.send({"type": "ping"})
        await page.until("pong")
        await page.leave()

    served(work)


def test_seats_are_renewed_from_the_start_on(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        assert "seats" in {task.get_name() for task in asyncio.all_tasks()}

    served(work)
