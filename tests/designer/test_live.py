"""The socket of a draft: who may listen, who is here, and the changes of the others."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from designer.live.people import GONE_AFTER_S, MOST, People, Person
from designer.live.telling import MOST_CHARACTERS
from tests.designer.drafts import send, with_units
from tests.designer.test_api import PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = {"origin": "http://localhost", "host": "localhost"}


def socket_of(client: Client | None, slug: str = "sky", **headers: str) -> WebsocketCommunicator:
    cookie = f"sessionid={client.cookies['sessionid'].value}" if client is not None else ""
    fields = {**PAGE, "cookie": cookie, **headers}
    pairs = [(name.encode(), value.encode()) for name, value in fields.items() if value]
    return WebsocketCommunicator(application, f"/designer/live/{slug}", headers=pairs)


async def until(socket: WebsocketCommunicator, kind: str) -> Any:
    """The next message of a kind."""
    while True:
        message = json.loads(await socket.receive_from(timeout=10))
        if message["type"] == kind:
            return message


async def closed(socket: WebsocketCommunicator) -> int:
    """The code with which a socket is closed."""
    taken, code = await socket.connect(timeout=10)
    if not taken:
        return int(code)
    while (message := await socket.receive_output(timeout=10))["type"] != "websocket.close":
        pass
    return int(message["code"])


@database_sync_to_async
def change(client: Client, text: str, tab: str = "") -> Any:
    rev = send(client, "GET", "/bots/sky/draft").json()["rev"]
    headers = {"X-Voxloom-Client": tab} if tab else {}
    return send(client, "PUT", "/bots/sky/draft/text", {"rev": rev, "text": text}, **headers).json()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())


def test_the_others_hear_of_a_change_and_can_make_it(blue: Workspace, person_in: PersonIn) -> None:
    one, two = person_in(blue, Role.EDITOR), person_in(blue, Role.VIEWER)
    before = send(one, "GET", "/bots/sky/draft").json()

    async def test() -> None:
        listens = socket_of(two)
        assert (await listens.connect(timeout=10))[0]
        await until(listens, "here")
        made = await change(one, text_of("sky", "😀 Changed"), "tab-1")
        told = await until(listens, "changed")
        assert (told["rev"], told["by"], told["client"]) == (made["rev"], "person 0", "tab-1")
        assert with_units(before["text"], told["edits"]) == text_of("sky", "😀 Changed")
        assert told["graph"] == made["graph"]
        await change(one, "# " + "x" * MOST_CHARACTERS)
        assert (await until(listens, "changed"))["edits"] is None
        await listens.disconnect()

    run(test)


def test_who_is_here_and_where(blue: Workspace, person_in: PersonIn) -> None:
    one, two = person_in(blue, Role.EDITOR), person_in(blue, Role.EDITOR)

    async def test() -> None:
        first, second = socket_of(one), socket_of(two)
        await first.connect(timeout=10)
        assert [person["name"] for person in (await until(first, "here"))["people"]] == ["person 0"]
        await second.connect(timeout=10)
        while len((here := await until(second, "here"))["people"]) < 2:
            pass
        assert {person["name"] for person in here["people"]} == {"person 0", "person 1"}
        assert [person["name"] for person in here["people"] if person["id"] == here["me"]] == ["person 1"]
        await until(first, "here")
        await second.send_to(text_data=json.dumps({"type": "where", "flow": "hello", "node": "hi"}))
        moved = await until(first, "here")
        assert {"flow": "hello", "node": "hi"} in [person["where"] for person in moved["people"]]
        await second.disconnect()
        assert [person["name"] for person in (await until(first, "here"))["people"]] == ["person 0"]
        await first.send_to(text_data=json.dumps({"type": "ping"}))
        await until(first, "pong")
        await first.disconnect()

    run(test)


def test_who_may_not_see_the_bot_hears_nothing(blue: Workspace, green: Workspace, person_in: PersonIn) -> None:
    viewer, stranger, nowhere = (
        person_in(blue, Role.VIEWER),
        person_in(green, Role.ADMINISTRATOR),
        person_in(blue, None),
    )

    async def test() -> None:
        assert await closed(socket_of(None)) == 4401
        assert await closed(socket_of(stranger)) == 4401
        assert await closed(socket_of(nowhere)) == 4401
        assert await closed(socket_of(viewer, "wood")) == 4401
        assert await closed(socket_of(viewer, origin="https://evil.example.com")) in (4403, 1000)
        assert await closed(socket_of(viewer, origin="")) in (4403, 1000)

    run(test)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"type":"where","flow":3,"node":null}', '{"type":"edit"}', '"' + "x" * 2000 + '"']
)
def test_what_is_no_message_ends_the_socket(blue: Workspace, person_in: PersonIn, text: str) -> None:
    viewer = person_in(blue, Role.VIEWER)

    async def test() -> None:
        socket = socket_of(viewer)
        await socket.connect(timeout=10)
        await socket.send_to(text_data=text)
        while (message := await socket.receive_output(timeout=10))["type"] != "websocket.close":
            pass
        assert message["code"] == 4400

    run(test)


def test_who_is_shut_out_is_sent_away(blue: Workspace, person_in: PersonIn, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = person_in(blue, Role.VIEWER)

    async def test() -> None:
        from designer.live import consumer

        monkeypatch.setattr(consumer, "TOLD_EVERY_S", 0.0)
        socket = socket_of(viewer)
        await socket.connect(timeout=10)

        @database_sync_to_async
        def shut_out() -> None:
            with within(blue):
                Membership.objects.all().delete()

        await shut_out()
        while (message := await socket.receive_output(timeout=10))["type"] != "websocket.close":
            pass
        assert message["code"] == 4401

    run(test)


def test_people_who_say_nothing_are_gone() -> None:
    people = People()
    ann = Person("a", "Ann")
    assert people.hear(ann, 0.0)
    assert not people.hear(ann, 10.0)
    assert people.hear(Person("a", "Ann", {"flow": "x", "node": None}), 20.0)
    assert not people.forget(20.0 + GONE_AFTER_S)
    assert people.forget(20.1 + GONE_AFTER_S)
    assert people.as_json() == []
    for number in range(MOST + 5):
        people.hear(Person(str(number), "X"), 0.0)
    assert len(people.as_json()) == MOST
    assert people.leave("0")
    assert not people.leave("0")
