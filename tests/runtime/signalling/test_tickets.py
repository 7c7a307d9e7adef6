"""Tickets: good once, for a minute, for one bot; and the address that gives them."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from flows.catalogue import publish
from runtime.models import CallTicket
from runtime.signalling import tickets
from tests.runtime.sessions.stage import BOT
from voxloom.accounts.keys import create_key

HOST = "localhost:8000"


@pytest.fixture
def bot(transactional_db: None) -> None:
    publish(BOT)


def test_a_ticket_is_good_once(bot: None) -> None:
    plain = tickets.issue("harbour", ["debug"])
    assert plain not in str(list(CallTicket.objects.values()))
    opened = tickets.redeem(plain)
    assert opened == tickets.Opened("harbour", frozenset({"debug"}))
    assert tickets.redeem(plain) is None
    assert tickets.redeem("") is None


def test_a_ticket_grows_old(bot: None) -> None:
    plain = tickets.issue("harbour")
    CallTicket.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert tickets.redeem(plain) is None


def test_old_tickets_are_swept(bot: None) -> None:
    tickets.issue("harbour")
    CallTicket.objects.update(expires=timezone.now() - timedelta(hours=2))
    tickets.issue("harbour")
    assert CallTicket.objects.count() == 1


def test_of_many_at_once_one_wins(bot: None) -> None:
    plain = tickets.issue("harbour")
    opened: list[tickets.Opened | None] = []
    start = threading.Barrier(6)

    def redeem() -> None:
        start.wait()
        while True:
            try:
                opened.append(tickets.redeem(plain))
            except OperationalError:  # a database in memory does not wait for its locks
                continue
            finally:
                connection.close()
            return

    threads = [threading.Thread(target=redeem) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(opened) == 6
    assert len([each for each in opened if each]) == 1


def test_no_ticket_for_nobody(bot: None) -> None:
    with pytest.raises(tickets.UnknownBot):
        tickets.issue("nobody")


def post(body: object, **headers: str) -> tuple[int, dict[str, object]]:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    answer = Client(headers={"host": HOST, **headers}).post("/rt/tickets", text, content_type="application/json")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


def test_a_page_gets_a_ticket_without_debug(bot: None) -> None:
    status, body = post({"bot": "harbour"}, origin=f"http://{HOST}")
    assert status == 201
    assert body["expires_in_s"] == 60
    assert body["socket"] == "/rt/call"
    assert body["bot"] == {"slug": "harbour", "name": "Harbour", "description": "A bot for tests.", "language": "en"}
    opened = tickets.redeem(str(body["ticket"]))
    assert opened is not None
    assert opened.scopes == frozenset()


def test_a_key_opens_the_debug_scope(bot: None) -> None:
    _, plain = create_key("a program")
    status, body = post({"bot": "harbour"}, authorization=f"Bearer {plain}")
    assert status == 201
    opened = tickets.redeem(str(body["ticket"]))
    assert opened is not None
    assert opened.scopes == {"debug"}


@pytest.mark.parametrize(
    "authorization", ["Bearer wrong", "Bearer", "Basic abc", "Bearer vx_000000000000_" + "A" * 43, "Bearer \u00e4"]
)
def test_a_wrong_key_is_told(bot: None, authorization: str) -> None:
    status, body = post({"bot": "harbour"}, authorization=authorization)
    assert (status, body["error"]["code"]) == (401, "key.refused")  # type: ignore[index]


@pytest.mark.parametrize(
    "body",
    ["", "no JSON", "[]", "null", "{}", {"bot": None}, {"bot": 1}, {"bot": ["x"]}, {"bot": ""}, {"bot": "a\u0000b"},
     b"\xff\xfe", "[" * 3000, json.dumps({"bot": "x" * 5000})],
)  # fmt: skip
def test_a_bad_body(bot: None, body: object) -> None:
    status, answer = post(body)
    assert (status, answer["error"]["code"]) == (400, "body.malformed")  # type: ignore[index]


@pytest.mark.parametrize("slug", ["nobody", "x" * 4000, "../etc", "harbour'--", "\u202eharbour"])
def test_an_unknown_bot(bot: None, slug: str) -> None:
    status, answer = post({"bot": slug})
    assert status in (400, 404)
    assert set(answer["error"]) == {"code", "message", "remedy"}  # type: ignore[arg-type]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:8001"])
def test_a_foreign_page(bot: None, origin: str) -> None:
    status, answer = post({"bot": "harbour"}, origin=origin)
    assert (status, answer["error"]["code"]) == (403, "origin.refused")  # type: ignore[index]


def test_only_post(bot: None) -> None:
    assert Client(headers={"host": HOST}).get("/rt/tickets").status_code == 405
