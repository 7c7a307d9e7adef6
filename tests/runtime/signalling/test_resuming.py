"""A page that comes back: with the secret of its conversation it goes on, on this process or on another one."""

import asyncio
from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async
from pytest_django.fixtures import Settings

from runtime import service as service_module
from runtime.service import RuntimeService
from runtime.sessions import last_words
from tests.runtime.signalling.served import HOST, Page
from voxloom.accounts.isolation import everywhere
from voxloom.conversations.models import Conversation

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Which boat, Anna or Berta?"


async def asked(page: Page, scopes: tuple[str, ...] = ()) -> str:
    """A chat in which the bot has put its question; the secret of its conversation."""
    await page.open()
    await page.hello(scopes=scopes)
    session = await page.until("session")
    await page.send({"type": "text", "text": "rent a boat"})
    await page.until("said", text=QUESTION)
    return str(session["session"])


async def back(session: str, **more: object) -> Page:
    page = Page()
    await page.open()
    await page.send({"type": "hello", "resume": session, "mode": "text", **more})
    return page


def row() -> Conversation:
    with everywhere("a test"):
        return Conversation.objects.get()


@database_sync_to_async
def written() -> tuple[int, int, str]:
    found = row()
    return found.epoch, found.last_seq, found.end_reason


async def until_written(fits: Callable[[tuple[int, int, str]], bool]) -> None:
    async with asyncio.timeout(5):
        while not fits(await written()):
            await asyncio.sleep(0.01)


def test_a_page_that_was_lost_comes_back(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page, ("debug",))
        page.vanish()
        again = await back(session)
        ready = await again.until("ready")
        assert ready["resumed"] is True
        assert ready["conversation"] == page.messages[0]["conversation"]
        assert ready["debug"] is True
        await again.until("said", text=last_words.CUT_OFF)
        await again.until("said", text=QUESTION)
        await again.send({"type": "text", "text": "anna"})
        await again.until("said", text="It is $30.")
        await until_written(lambda found: found[0] == 2 and found[1] >= 4)
        await again.leave()

    served(work)


def test_a_page_is_told_the_way_to_this_very_process_where_there_is_one(
    served: Callable[..., None], settings: Settings
) -> None:
    settings.PROCESS_PATHS, settings.PROCESS_NAME = True, "a"

    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page)
        assert page.messages[0]["socket"] == "/rt/a/call"
        again = await back(session)
        assert (await again.until("ready"))["socket"] == "/rt/a/call"
        again.vanish()
        settings.PROCESS_PATHS = False
        other = await back(session)
        assert "socket" not in await other.until("ready")
        await other.leave()

    served(work)


def test_another_process_goes_on(served: Callable[..., None]) -> None:
    """The one before is gone altogether, without a word."""

    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page)
        await until_written(lambda found: found[1] >= 2)
        dead = service.calls.pop(page.messages[0]["conversation"])
        again = await back(session)
        await again.until("said", text=QUESTION)
        dead.say_text("anna")  # but it was not dead, only slow
        await page.until("suspended", detail="elsewhere")
        assert await page.next() is None
        assert page.close_code == 4409
        assert (await written())[0] == 2
        await again.leave()

    served(work)


def test_one_page_at_a_time(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page)
        again = await back(session)
        await again.until("ready")
        await page.until("suspended", detail="elsewhere")
        assert await page.next() is None
        assert page.close_code == 4409
        await again.until("said", text=QUESTION)
        await again.send({"type": "end"})
        assert (await again.until("ended"))["reason"] == "hangup"

    served(work)


@pytest.mark.parametrize("kind", ["unknown", "over", "erased", "of a ticket"])
def test_what_cannot_be_gone_on_with(served: Callable[..., None], kind: str) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page)
        if kind == "over":
            await page.send({"type": "end"})
            await page.until("ended")
            await until_written(lambda found: found[2] == "hangup")
        elif kind == "erased":
            page.vanish()

            def erase() -> None:
                from voxloom.accounts.isolation import within
                from voxloom.conversations.retention import erase as drop

                found = row()
                with within(found.workspace_id):
                    drop([found.call])

            await database_sync_to_async(erase)()
        else:
            session = await page.ticket() if kind == "of a ticket" else "x" * 43
        again = await back(session)
        assert await again.refused() == ("session.refused", 4401)
        if kind != "erased":
            await page.leave()
        await again.leave()

    served(work)


def test_a_page_of_another_origin_may_not(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        session = await asked(page)
        page.vanish()
        elsewhere = Page(headers=((b"host", HOST), (b"origin", b"https://elsewhere.example")))
        accepted, _ = await elsewhere.socket.connect(5)
        assert not accepted
        again = await back(session)
        await again.until("ready")
        await again.leave()

    served(work)


def test_a_full_house_has_a_line_for_those_who_come_back(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page, other, late = Page(), Page(), Page()
        session = await asked(page)
        page.vanish()
        async with asyncio.timeout(5):
            while service.calls:
                await asyncio.sleep(0.01)
        await other.open()
        await other.hello()
        await late.open()
        await late.send({"type": "hello", "ticket": await late.ticket(), "mode": "text"})
        assert await late.refused() == ("busy", 4429)
        again = await back(session)
        await again.until("ready")
        for each in (other, late, again):
            await each.leave()

    served(work, max_calls=1)


def test_nobody_comes_back(served: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "RESUMABLE_S", 0.05)

    async def work(service: RuntimeService) -> None:
        page = Page()
        await asked(page)
        page.vanish()
        await until_written(lambda found: found[2] == "hangup")

    served(work)


@pytest.mark.parametrize("code", [1000, 1001, 1005])
def test_a_page_that_closes_its_socket_has_hung_up(served: Callable[..., None], code: int) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await asked(page)
        await page.socket.disconnect(code=code, timeout=5)
        await until_written(lambda found: found[2] == "hangup")

    served(work)
