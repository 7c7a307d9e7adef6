"""Texts that are tried before they are versions: a call of a member gets that text, nobody else ever does."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from flows.catalogue import KEEP_TRIALS, forget_trials, freeze, publish, version_of_hash
from flows.models import Bot, Trial
from runtime.service import RuntimeService
from runtime.signalling import tickets
from tests.runtime.sessions.stage import BOT
from tests.runtime.signalling.served import Page
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.models import Membership
from voxloom.accounts.workspaces import MAIN, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
TRIED = BOT.replace("Harbour here.", "Harbour tries this.")
HOST = "localhost:8000"
OWN = {"host": HOST, "origin": f"http://{HOST}"}


def frozen() -> str:
    with within(MAIN):
        return freeze(Bot.objects.get(slug="harbour"), TRIED)


def test_a_call_with_a_text_that_is_no_version(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        digest = await database_sync_to_async(frozen)()
        found = await database_sync_to_async(version_of_hash)("harbour", digest)
        assert found is not None
        ticket = await database_sync_to_async(lambda: tickets.issue_for(found, ["debug"], trial=True))()
        page = Page()
        await page.open()
        await page.send({"type": "hello", "ticket": ticket, "mode": "text"})
        assert (await page.until("log"))["line"]["bot_hash"] == digest
        await page.until("said", text="Harbour tries this. How can I help?")
        await page.send({"type": "end"})
        assert (await page.until("ended"))["reason"] == "hangup"
        assert await page.next() is None
        other = Page()
        await other.open()
        await other.hello()
        await other.until("said", text="Harbour here. How can I help?")  # callers still reach what is published
        await other.leave()

    served(work)


@pytest.fixture
def trial(transactional_db: None) -> str:
    with within(MAIN):
        publish(BOT)
    return frozen()


def asked(client: Client, trial: Any, query: str = "?debug=1", **headers: str) -> Any:
    body = json.dumps({"bot": "harbour", "trial": trial})
    return client.post(f"/rt/tickets{query}", body, content_type="application/json", headers={**OWN, **headers})


def member_of(workspace: Any) -> Client:
    user = User.objects.create_user(f"person {User.objects.count()}")
    with within(workspace):
        Membership.objects.create(user=user)
    client = Client()
    client.force_login(user)
    return client


def test_members_get_a_ticket_for_the_text(trial: str) -> None:
    answer = asked(member_of(MAIN), trial)
    assert answer.status_code == 201
    opened = tickets.redeem(answer.json()["ticket"])
    assert opened is not None
    assert (opened.content_hash, opened.scopes) == (trial, {"debug"})


def test_programs_of_the_workspace_get_one(trial: str) -> None:
    with within(MAIN):
        _, key = create_key("a program", [])
    answer = asked(Client(), trial, Authorization=f"Bearer {key}")
    assert answer.status_code == 201


def test_nobody_else_does(trial: str) -> None:
    theirs = Workspace.objects.create(slug="theirs", name="Theirs")
    with within(theirs):
        _, key = create_key("a program", [])
    for answer in (
        asked(Client(), trial),
        asked(member_of(theirs), trial),
        asked(Client(), trial, Authorization=f"Bearer {key}"),
        asked(member_of(MAIN), "0" * 64),
        asked(member_of(MAIN), trial, origin="https://shop.example.com"),
    ):
        assert answer.status_code in (403, 404)
        assert "ticket" not in answer.json()


@pytest.mark.parametrize("given", [3, None, ["x"], "\0"])
def test_what_names_no_text(trial: str, given: Any) -> None:
    assert asked(member_of(MAIN), given).status_code in (400, 404)


def test_they_go_after_a_while(trial: str) -> None:
    assert forget_trials(timezone.now() + KEEP_TRIALS - timedelta(minutes=1)) == 0
    with within(MAIN):
        freeze(Bot.objects.get(slug="harbour"), TRIED)
        assert Trial.objects.count() == 1
    assert forget_trials(timezone.now() + KEEP_TRIALS + timedelta(minutes=1)) == 1
    assert version_of_hash("harbour", trial) is None
