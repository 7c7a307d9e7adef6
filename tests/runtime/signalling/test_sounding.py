"""How a text of a bot sounds: for holders of a ticket of the debug scope, in the bot's voice and words."""

import asyncio
import io
import json
import wave
from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.http import HttpResponse
from django.test import AsyncClient

from flows.catalogue import freeze, publish, version_of_hash
from flows.models import Bot
from runtime.media.opus import RATE_HZ
from runtime.service import RuntimeService
from runtime.signalling import tickets
from runtime.signalling.sounding import MAX_CHARACTERS
from runtime.speech.urgency import DRAFT
from tests.runtime.sessions.stage import BOT
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN

pytestmark = pytest.mark.django_db(transaction=True)
TRIED = BOT + "\npronunciations: {Harbour: har bor}\n"


@database_sync_to_async
def ticket(scopes: tuple[str, ...] = ("debug",), text: str | None = None) -> str:
    if text is None:
        return tickets.issue("harbour", scopes)
    with within(MAIN):
        digest = freeze(Bot.objects.get(slug="harbour"), text)
    found = version_of_hash("harbour", digest)
    assert found is not None
    return tickets.issue_for(found, scopes, trial=True)


async def asked(body: Any) -> HttpResponse:
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    answer: HttpResponse = await AsyncClient().post("/rt/voice", text, content_type="application/json")
    return answer


def code(answer: HttpResponse) -> str:
    told = json.loads(answer.content)["error"]
    assert told["message"]
    assert told["remedy"]
    return str(told["code"])


def test_a_text_is_heard_in_the_voice_of_the_bot(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        answer = await asked({"ticket": await ticket(), "text": "Good evening. How are you?"})
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "audio/wav", "no-store")
        with wave.open(io.BytesIO(answer.content)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE_HZ)
            assert sound.getnframes() > RATE_HZ // 10
        clauses, urgency = service.workers.asked[-1]  # type: ignore[attr-defined]  # a fake
        assert " ".join(clauses) == "Good evening. How are you?"
        assert urgency == DRAFT  # whoever is in a call comes first

    served(work)


def test_a_draft_says_words_in_its_own_way(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        assert (await asked({"ticket": await ticket(text=TRIED), "text": "Harbour here."})).status_code == 200
        assert service.workers.asked[-1][0] == ["har bor here."]  # type: ignore[attr-defined]  # a fake

    served(work)


def test_a_ticket_opens_it_once_and_only_with_the_scope(served: Callable[..., None]) -> None:
    async def work(_service: RuntimeService) -> None:
        once = await ticket()
        assert (await asked({"ticket": once, "text": "Hello."})).status_code == 200
        for refused in (once, "made up", await ticket(())):
            answer = await asked({"ticket": refused, "text": "Hello."})
            assert (answer.status_code, code(answer)) == (403, "ticket.refused")

    served(work)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[" * 9_000, b"\xff", "[]", {"ticket": "a"}, {"ticket": 5, "text": "a"},
        {"ticket": "a", "text": " "},
        {"ticket": "a", "text": ["a"]}, {"ticket": "a", "text": "a" * (MAX_CHARACTERS + 1)},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(served: Callable[..., None], body: Any) -> None:
    async def work(_service: RuntimeService) -> None:
        answer = await asked(body)
        assert (answer.status_code, code(answer)) == (400, "body.malformed")

    served(work)


def test_a_voice_that_fails_is_told(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        service.workers.failures = 1  # type: ignore[attr-defined]  # a fake
        answer = await asked({"ticket": await ticket(), "text": "Hello."})
        assert (answer.status_code, code(answer)) == (503, "voice.unavailable")

    served(work)


def test_a_process_that_takes_no_calls_says_so(transactional_db: None) -> None:
    with within(MAIN):
        publish(BOT)

    async def work() -> None:
        answer = await asked({"ticket": await ticket(), "text": "Hello."})
        assert (answer.status_code, code(answer)) == (503, "voice.unavailable")

    asyncio.run(work())
