"""Over the socket: a trial has tools and models go wrong on purpose, and goes on from a turn; nobody else can."""

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async

from flows.catalogue import freeze, version_of_hash
from flows.models import Bot
from runtime.service import RuntimeService
from runtime.signalling import tickets, trial
from tests.runtime.sessions.stage import BOT
from tests.runtime.signalling.served import Page
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN

pytestmark = pytest.mark.django_db(transaction=True)

TRIED = BOT.replace("Harbour here.", "Harbour tries this.")
FAILS = {"tools": {"get_price": {"how": "fails"}}}
CLOSED = "The price list is closed."


def ticket_of(text: str = TRIED, scopes: tuple[str, ...] = ("debug",)) -> str:
    with within(MAIN):
        found = version_of_hash("harbour", freeze(Bot.objects.get(slug="harbour"), text))
    assert found is not None
    return tickets.issue_for(found, scopes, trial=True)


async def trying(more: dict[str, Any], *, scopes: tuple[str, ...] = ("debug",), text: str = TRIED) -> Page:
    """A trial that was asked for."""
    page = Page()
    await page.open()
    ticket = await database_sync_to_async(ticket_of)(text, scopes)
    await page.send({"type": "hello", "ticket": ticket, "mode": "text", **more})
    return page


async def rents(page: Page) -> str:
    """Rent a boat, and be told its price or why not."""
    await page.send({"type": "text", "text": "rent a boat"})
    await page.until("said", text="Which boat, Anna or Berta?")
    await page.send({"type": "text", "text": "anna"})
    return str((await page.until("said"))["text"])


def events_of(page: Page, before: str) -> list[dict[str, Any]]:
    """What the page was told had happened before a sentence."""
    lines = [message["line"] for message in page.messages if message["type"] == "log"]
    events = [line["event"] for line in lines if "event" in line]
    at = next(at for at, one in enumerate(events) if one.get("understanding", {}).get("text") == before)
    return events[:at]


def hash_of(page: Page) -> str:
    return next(str(message["line"]["bot_hash"]) for message in page.messages if message["type"] == "log")


def test_a_tool_fails_from_the_beginning_and_works_again(served: Callable[..., None]) -> None:
    async def work(_service: RuntimeService) -> None:
        page = await trying({"switches": FAILS})
        assert await rents(page) == CLOSED
        other = await trying({})
        assert await rents(other) == "It is $30."
        await page.send({"type": "switches", "tools": {"get_price": {"how": "works"}}})
        assert (await page.until("switches"))["tools"] == {}
        assert await rents(page) == "It is $30."
        given = {"how": "gives", "result": {"price": 8}}
        await page.send({"type": "switches", "tools": {"get_price": given}})
        assert (await page.until("switches"))["tools"] == {"get_price": given}
        assert await rents(page) == "It is $8."
        for one in (page, other):
            await one.leave()

    served(work)


@pytest.mark.parametrize(
    ("switches", "code"),
    [
        ({"tools": {"no_tool": {"how": "fails"}}}, "switch.unknown"),
        ({"models": {"no_route": {"how": "fails"}}}, "switch.unknown"),
        ({"tools": {"get_price": {"how": "explodes"}}}, "switch.malformed"),
        ({"tools": {"get_price": "fails"}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "slow"}}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "slow", "seconds": trial.MAX_S + 1}}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "slow", "seconds": -1}}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "slow", "seconds": True}}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "gives"}}}, "switch.malformed"),
        ({"tools": {"get_price": {"how": "gives", "result": {"price": "dear"}}}}, "switch.returns"),
        ({"tools": {"get_price": {"how": "gives", "result": 7}}}, "switch.returns"),
        ({"models": {"": {"how": "gives", "result": 7}}}, "switch.malformed"),
    ],
)
def test_what_is_no_switch_is_told_and_changes_nothing(
    served: Callable[..., None], switches: dict[str, Any], code: str
) -> None:
    async def work(_service: RuntimeService) -> None:
        page = await trying({"switches": FAILS})
        await page.until("ready")
        await page.send({"type": "switches", **switches})
        problem = await page.until("error")
        assert (problem["code"], problem["fatal"]) == (code, False)
        assert problem["message"]
        assert problem["remedy"]
        assert await rents(page) == CLOSED
        await page.leave()
        refused = await trying({"switches": switches})
        assert await refused.refused() == (code, 4400)

    served(work)


@pytest.mark.parametrize("more", [{"switches": FAILS}, {"again": {"text": "x", "events": []}}])
def test_nobody_but_a_trial_can(served: Callable[..., None], more: dict[str, Any]) -> None:
    async def work(_service: RuntimeService) -> None:
        assert await (await trying(more, scopes=())).refused() == ("trial.only", 4403)
        insider = Page()
        await insider.open()
        hello = {"type": "hello", "ticket": await insider.ticket(scopes=["debug"]), "mode": "text"}
        await insider.send({**hello, **more})
        assert await insider.refused() == ("trial.only", 4403)
        caller = Page()
        await caller.open()
        await caller.hello(scopes=["debug"])
        await caller.send({"type": "switches", **FAILS})
        problem = await caller.until("error")
        assert (problem["code"], problem["fatal"]) == ("trial.only", False)
        assert await rents(caller) == "It is $30."
        await caller.leave()

    served(work)


def test_it_goes_on_from_a_turn(served: Callable[..., None]) -> None:
    async def work(_service: RuntimeService) -> None:
        page = await trying({"switches": {"tools": {"get_price": {"how": "gives", "result": {"price": 9}}}}})
        assert await rents(page) == "It is $9."
        await page.send({"type": "text", "text": "what are the rules"})
        await page.until("said", text="You may swim here.")
        events = events_of(page, "what are the rules")
        again = {"text": hash_of(page), "events": events}
        await page.leave()
        other = await trying({"again": again})
        assert (await other.until("log"))["line"]["bot_hash"] == again["text"]
        lines = [(await other.until("log"))["line"] for _ in events]
        assert [line["event"]["event"] for line in lines] == [event["event"] for event in events]
        assert lines[-1]["event"]["result"] == {"price": 9}
        await other.until("state", state="listening")
        assert not [message for message in other.messages if message["type"] == "said"]
        assert await rents(other) == "It is $30."
        await other.leave()

    served(work)


def test_from_where_it_cannot_go_on(served: Callable[..., None]) -> None:
    async def work(_service: RuntimeService) -> None:
        page = await trying({})
        assert await rents(page) == "It is $30."
        events, text = events_of(page, "anna"), hash_of(page)
        await page.leave()
        for again, mode, code in (
            ({"text": "another", "events": events}, "text", "again.text"),
            ({"text": text, "events": []}, "text", "again.events"),
            ({"text": text, "events": events[1:]}, "text", "again.events"),
            ({"text": text, "events": [*events, {"event": "no_event"}]}, "text", "again.events"),
            ({"text": text, "events": [*events, 5]}, "text", "again.events"),
            ({"text": text, "events": events}, "voice", "again.voice"),
            ({"text": text}, "text", "message.malformed"),
            ("again", "text", "message.malformed"),
        ):
            other = await trying({"again": again, "mode": mode})
            assert await other.refused() == (code, 4400)

    served(work)
