"""Tickets: good once, for a minute, for one bot; and the address that gives them."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from flows.catalogue import publish
from runtime.models import CallTicket
from runtime.signalling import tickets, views
from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import BOT
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.shared.rates import Rates

HOST = "localhost:8000"


@pytest.fixture
def bot(transactional_db: None, main: None, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Rates(lambda: 0.0)
    monkeypatch.setattr(views, "rates", lambda: counted)
    publish(BOT)


def test_a_ticket_is_good_once(bot: None) -> None:
    plain = tickets.issue("harbour", ["debug"])
    assert plain not in str(list(CallTicket.objects.values()))
    opened = tickets.redeem(plain)
    assert opened == tickets.Opened("harbour", frozenset({"debug"}))
    assert CallTicket.objects.get().workspace == Workspace.objects.get()
    assert tickets.redeem(plain) is None
    assert tickets.redeem("") is None


def test_a_ticket_grows_old(bot: None) -> None:
    plain = tickets.issue("harbour")
    CallTicket.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert tickets.redeem(plain) is None


def test_old_tickets_are_swept(bot: None) -> None:
    tickets.issue("harbour")
    CallTicket.objects.update(expires=timezone.now() - timedelta(seconds=1))
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


def post(body: object, address: str = "192.0.2.1", **headers: str) -> tuple[int, dict[str, object]]:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    client = Client(headers={"host": HOST, **headers}, REMOTE_ADDR=address)
    answer = client.post("/rt/tickets", text, content_type="application/json")
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


def scopes_of(client: Client, address: str, query: str = "?debug=1") -> frozenset[str]:
    body = json.dumps({"bot": "harbour"})
    answer = client.post(f"/rt/tickets{query}", body, content_type="application/json", REMOTE_ADDR=address)
    assert answer.status_code == 201
    opened = tickets.redeem(answer.json()["ticket"])
    assert opened is not None
    return opened.scopes


def test_a_page_of_this_machine_sees_more_when_it_asks_for_it(bot: None) -> None:
    here = Client(headers={"host": "localhost:8000", "origin": "http://localhost:8000"})
    assert scopes_of(here, "127.0.0.1") == {"debug"}
    assert scopes_of(here, "127.0.0.1", "?debug=0") == scopes_of(here, "127.0.0.1", "") == frozenset()
    passed_on = Client(headers={"host": "localhost:8000", "x-forwarded-for": "127.0.0.1"})
    assert scopes_of(passed_on, "127.0.0.1") == frozenset()


def test_elsewhere_only_members_of_the_bots_workspace_see_more(bot: None) -> None:
    from django.contrib.auth.models import User

    page = {"host": HOST, "origin": f"http://{HOST}"}
    assert scopes_of(Client(headers=page), "192.0.2.1") == frozenset()
    theirs = Workspace.objects.create(slug="theirs", name="Theirs")
    for name, workspace, wanted in (
        ("nobody", None, frozenset()),
        ("bea", theirs, frozenset()),
        ("ann", MAIN, {"debug"}),
    ):
        user = User.objects.create_user(name, is_staff=True)
        if workspace is not None:
            with within(workspace):
                Membership.objects.create(user=user, role=Role.VIEWER)
        client = Client(headers=page)
        client.force_login(user)
        assert scopes_of(client, "192.0.2.1") == wanted, name
    client.force_login(User.objects.create_superuser("root"))
    assert scopes_of(client, "192.0.2.1") == {"debug"}


def test_a_key_opens_bots_of_its_own_workspace_and_learns_of_no_others(bot: None) -> None:
    Workspace.objects.create(slug="theirs", name="Theirs")
    with within("theirs"):
        _, foreign = create_key("foreign")
    unknown = post({"bot": "nobody"}, authorization=f"Bearer {foreign}")
    refused = post({"bot": "harbour"}, authorization=f"Bearer {foreign}")
    assert refused[0] == unknown[0] == 404
    assert refused[1] == json.loads(json.dumps(unknown[1]).replace("nobody", "harbour"))
    _, own = create_key("own")
    assert post({"bot": "harbour"}, authorization=f"Bearer {own}")[0] == 201


def test_a_key_whose_time_is_over_opens_nothing(bot: None) -> None:
    _, plain = create_key("old", expires=timezone.now() - timedelta(seconds=1))
    assert post({"bot": "harbour"}, authorization=f"Bearer {plain}")[0] == 401


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


def use_up(address: str = "192.0.2.1") -> int:
    """How many tickets there are until no more are given."""
    for count in range(1000):
        status, answer = post({"bot": "harbour"}, address)
        if status == 429:
            assert answer["error"]["code"] == "tickets.rate"  # type: ignore[index]
            assert answer["error"]["message"]  # type: ignore[index]
            assert "Try again in" in answer["error"]["remedy"]  # type: ignore[index]
            return count
        assert status == 201
    raise AssertionError("there is no end of them")


def test_one_client_gets_so_many_tickets_and_others_get_theirs(bot: None) -> None:
    assert use_up() == 30
    assert CallTicket.objects.count() == 30
    assert post({"bot": "harbour"}, "192.0.2.2")[0] == 201


def test_tickets_are_counted_by_what_came_of_them(bot: None, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, tickets_per_minute=4)
    counted = Counted()
    post({"bot": "harbour"})
    post({"bot": "none"})
    post({"bot": "harbour"}, origin="https://elsewhere.example")
    post({"bot": "harbour"}, authorization="Bearer wrong")
    post({})
    use_up()
    assert [counted("voxloom_tickets_total", outcome=what) for what in ("bot", "origin", "key", "rate")] == [1, 1, 1, 1]
    assert counted("voxloom_tickets_total", outcome="given") == 1


def test_the_limit_comes_from_the_settings(bot: None, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, tickets_per_minute=3)
    assert use_up("2001:db8::1") == 3
    assert post({"bot": "harbour"}, "2001:db8::2")[0] == 429  # the same customer's network
    assert post({"bot": "harbour"}, "2001:db8:0:1::1")[0] == 201


def test_a_header_does_not_make_another_client_but_a_proxys_does(bot: None, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, tickets_per_minute=3)
    header = "x-forwarded-for"
    assert [post({"bot": "harbour"}, **{header: f"192.0.2.{n}"})[0] for n in range(5)] == [201] * 3 + [429] * 2
    settings.LIMITS = replace(settings.LIMITS, trusted_proxies=(ip_network("192.0.2.1"),))
    assert [post({"bot": "harbour"}, **{header: f"198.51.100.{n}"})[0] for n in range(5)] == [201] * 5


def test_a_key_has_a_limit_of_its_own(bot: None, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, tickets_per_minute=2)
    _, plain = create_key("a program")
    statuses = [post({"bot": "harbour"}, authorization=f"Bearer {plain}")[0] for _ in range(21)]
    assert statuses == [201] * 20 + [429]
    assert post({"bot": "harbour"})[0] == 201


def test_keys_are_not_to_be_guessed(bot: None, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, tickets_per_minute=2)
    statuses = [post({"bot": "harbour"}, authorization="Bearer wrong")[0] for _ in range(4)]
    assert statuses == [401, 401, 429, 429]
