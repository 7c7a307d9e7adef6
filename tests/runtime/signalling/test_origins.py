"""Which pages may call which bot: the matrix of origins at the tickets and at the socket, and whom tokens open."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from flows.catalogue import publish
from flows.models import Bot
from flows.origins import allow
from runtime.models import TokenIssuer
from runtime.service import RuntimeService
from tests.runtime.sessions.stage import BOT
from tests.runtime.signalling.served import HOST, ORIGIN, Page
from tests.runtime.signalling.test_callers import SECRET, token
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.sealed import seal, unseal
from voxloom.accounts.workspaces import MAIN, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
ALLOWED, OTHERS = "https://allowed.com", "https://others.com"
ORIGINS: dict[str, tuple[str | None, bool]] = {
    "this server": (ORIGIN.decode(), True),
    "a program": (None, True),
    "allowed": (ALLOWED, True),
    "another bot's": (OTHERS, False),
    "a name below": ("https://sub.allowed.com", False),
    "a name beside": ("https://www.allowed.com", False),
    "with something before": ("https://evil-allowed.com", False),
    "with something behind": ("https://allowed.com.evil.net", False),
    "another scheme": ("http://allowed.com", False),
    "another port": ("https://allowed.com:8443", False),
    "the usual port, written": ("https://allowed.com:443", False),
    "in capitals": ("https://ALLOWED.com", False),
    "with a path": ("https://allowed.com/", False),
    "with a user": ("https://allowed.com@evil.net", False),
    "a letter that looks the same": ("https://аllowed.com", False),
    "null": ("null", False),
    "a star": ("*", False),
    "empty": ("", False),
    "two in one": ("https://allowed.com https://evil.net", False),
    "an extension": ("chrome-extension://abc", False),
    "another host": ("http://evil.net", False),
}


@pytest.fixture
def bots() -> None:
    with within(MAIN):
        publish(BOT)
        publish(BOT.replace("bot: harbour", "bot: lake"))
        allow(Bot.objects.get(slug="harbour"), [ALLOWED])
        allow(Bot.objects.get(slug="lake"), [OTHERS])


def ask(method: str, origin: str | None) -> Any:
    headers = {"Host": HOST.decode()} | ({"Origin": origin} if origin is not None else {})
    body = json.dumps({"bot": "harbour"})
    return Client().generic(method, "/rt/tickets", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", ORIGINS)
def test_tickets_are_for_pages_that_may(bots: None, name: str) -> None:
    origin, may = ORIGINS[name]
    answer = ask("POST", origin)
    assert answer.status_code == (201 if may else 403)
    assert "Origin" in answer["Vary"]
    foreign = origin not in (None, ORIGIN.decode())
    readable = origin if origin in (ALLOWED, OTHERS) else None
    assert answer.get("Access-Control-Allow-Origin") == readable
    assert "Access-Control-Allow-Credentials" not in answer
    if foreign and not may:
        assert answer.json()["error"]["code"] == "origin.refused"
        assert "ticket" not in answer.json()


@pytest.mark.parametrize("name", ORIGINS)
def test_browsers_are_told_before_they_ask(bots: None, name: str) -> None:
    origin, _ = ORIGINS[name]
    answer = ask("OPTIONS", origin)
    may_read = origin in (ALLOWED, OTHERS)
    assert (answer.status_code == 204) is (may_read or origin in (None, ORIGIN.decode()))
    assert answer.get("Access-Control-Allow-Origin") == (origin if may_read else None)
    if may_read:
        assert answer["Access-Control-Allow-Methods"] == "POST"
        assert "Authorization" not in answer["Access-Control-Allow-Headers"]  # keys have no place in a page


def headers_of(origin: str | None) -> list[tuple[bytes, bytes]]:
    return [(b"host", HOST)] + ([(b"origin", origin.encode())] if origin is not None else [])


def test_sockets_are_for_pages_that_may(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_allow)()
        for name, (origin, may) in ORIGINS.items():
            page = Page(headers=headers_of(origin))
            accepted, _ = await page.socket.connect(10)
            assert accepted is (may or origin == OTHERS), name
            if accepted and may:
                assert (await page.hello())["bot"]["slug"] == "harbour"
                await page.leave()
            elif accepted:
                await page.send({"type": "hello", "ticket": await page.ticket(), "mode": "text"})
                assert await page.refused() == ("origin.refused", 4403)
        twice = Page(headers=[*headers_of(ALLOWED), (b"origin", ORIGIN)])
        assert (await twice.socket.connect(10))[0] is False

    served(work)


def _allow() -> None:
    with within(MAIN):
        allow(Bot.objects.get(slug="harbour"), [ALLOWED])
        publish(BOT.replace("bot: harbour", "bot: lake"))
        allow(Bot.objects.get(slug="lake"), [OTHERS])


def _issuer(slug: str = MAIN) -> None:
    if slug != MAIN:
        Workspace.objects.get_or_create(slug=slug, defaults={"name": slug})
    with within(slug):
        TokenIssuer.objects.create(
            issuer="https://shop.example.com", sealed_secret=seal(SECRET.encode()), scopes=["debug"]
        )


GREETS = (
    BOT.replace("bot: harbour", "bot: pier")
    .replace("variables:\n", "variables:\n  first_name: {type: person, from: caller}\n")
    .replace("Harbour here. How can I help?", "Harbour here, {{ first_name }}.")
)


def _publish_pier() -> None:
    with within(MAIN):
        publish(GREETS)


def test_a_token_opens_a_call_with_the_values_that_it_brings(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_issuer)()
        await database_sync_to_async(_publish_pier)()
        for way in ("hello", "sub-protocol"):
            made = token(bot="pier", scopes=["debug"], variables={"first_name": "ann lee", "unknown": "x"})
            subprotocols = ("voxloom.v1", f"voxloom.ticket.{made}") if way == "sub-protocol" else ("voxloom.v1",)
            page = Page(subprotocols=subprotocols)
            assert await page.open() == "voxloom.v1"
            await page.send({"type": "hello", "mode": "text"} | ({"ticket": made} if way == "hello" else {}))
            assert (await page.until("ready"))["debug"] is True
            await page.until("said", text="Harbour here, Ann Lee.")
            await page.leave()
            again = Page()
            await again.open()
            await again.send({"type": "hello", "ticket": made, "mode": "text"})
            assert await again.refused() == ("token.refused", 4401)

    served(work)


def test_a_token_opens_bots_of_its_own_workspace_only(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_issuer)("blue")
        page = Page()
        await page.open()
        await page.send({"type": "hello", "ticket": token(bot="harbour"), "mode": "text"})
        assert await page.refused() == ("bot.unknown", 4401)

    served(work)


def test_without_ticket_and_sub_protocol_it_is_no_hello(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page(subprotocols=("voxloom.v1", "voxloom.ticket."))
        await page.open()
        await page.send({"type": "hello"})
        assert await page.refused() == ("message.malformed", 4400)

    served(work)


@pytest.mark.parametrize(
    "variables",
    [[], "text", {"a": None}, {"a": []}, {"a": {}}, {"a": "x" * 501}, {f"v{number}": 1 for number in range(21)}],
)
def test_values_of_a_page_are_few_and_plain(served: Callable[..., None], variables: Any) -> None:
    async def work(service: RuntimeService) -> None:
        page = Page()
        await page.open()
        ticket = await page.ticket()
        await page.send({"type": "hello", "ticket": ticket, "mode": "text", "variables": variables})
        assert await page.refused() == ("message.malformed", 4400)

    served(work)


def test_an_administrator_makes_an_issuer_and_sees_its_secret_once(settings: Settings, bots: None) -> None:
    user = User.objects.create_user("ann", is_staff=True)
    with within(MAIN):
        Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    form = {"issuer": "https://shop.example.com", "keys_url": "", "scopes": "[]", "active": "on"}
    shown = client.post("/admin/runtime/tokenissuer/add/", form, follow=True).content.decode()
    with within(MAIN):
        made = TokenIssuer.objects.get()
    secret = unseal(made.sealed_secret or b"").decode()
    assert secret in shown
    assert secret not in client.get(f"/admin/runtime/tokenissuer/{made.pk}/change/").content.decode()
    wrong = client.post(
        "/admin/runtime/tokenissuer/add/", {**form, "issuer": "https://b.example", "scopes": '["administrator"]'}
    )
    assert "An empty list" in wrong.content.decode()
    with within(Workspace.objects.create(slug="blue", name="Blue")):
        TokenIssuer.objects.create(issuer="https://taken.example", sealed_secret=seal(b"x"))
    taken = client.post("/admin/runtime/tokenissuer/add/", {**form, "issuer": "https://taken.example"})
    assert "is known on this server already" in taken.content.decode()
    keyed = {**form, "issuer": "https://c.example", "keys_url": "https://c.example/keys"}
    client.post("/admin/runtime/tokenissuer/add/", keyed)
    with within(MAIN):
        assert TokenIssuer.objects.get(issuer="https://c.example").algorithms == ("RS256", "ES256")
        Membership.objects.update(role=Role.PUBLISHER)
    assert client.get("/admin/runtime/tokenissuer/").status_code == 403
