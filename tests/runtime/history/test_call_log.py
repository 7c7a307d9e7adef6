"""The log of one call, as its conversation sees it; and what is kept of whole conversations in the database."""

import asyncio
import contextlib
import json
import re
from io import StringIO
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.core import serializers
from django.core.management import call_command

from flows.catalogue import publish
from flows.loader.load import load_text
from flows.models import BotVersion
from flows.personal.fields import personal_fields
from flows.understanding.in_process import InProcessEmbedder
from runtime.history.call_log import COMMIT_S, CallLog, History, KeptBot, Logs, NotWritten
from runtime.history.writer import Writer
from tests.flows.personal.clinic import CLINIC, COUNT, PEOPLE, Person, clinic, found_in, talk
from tests.runtime.history.test_writer import Tables, kept, sprints
from tests.runtime.virtual_time import run
from voxloom.accounts.isolation import current_workspace
from voxloom.conversations.log import StaleOwner
from voxloom.conversations.models import Conversation, ConversationEvent, VaultKey, VaultValue
from voxloom.conversations.retention import erase


def test_what_is_committed_is_written() -> None:
    tables = Tables()

    async def scenario() -> None:
        writer = Writer(tables)
        writer.start()
        log = CallLog(writer, kept(), "secret")
        for event, sprint in sprints(3):
            log.add(event, sprint)
        await log.committed()
        assert tables.seqs == [1, 2, 3]
        log.over("goodbye")
        await asyncio.to_thread(writer.close)

    asyncio.run(asyncio.wait_for(scenario(), 20))
    assert tables.ended == ["goodbye"]


def test_what_cannot_be_written_is_not_committed() -> None:
    async def scenario() -> None:
        lost = asyncio.Event()
        writer = Writer(Tables(StaleOwner("another")))
        writer.start()
        bot = KeptBot("small", "hash", 1, personal_fields(clinic()))
        log = History(writer, "here").of_call("call-1", 1, bot, "voice", lambda _stale: lost.set())
        log.add(*sprints(1)[0])
        with pytest.raises(NotWritten):
            await log.committed()
        await lost.wait()
        with pytest.raises(NotWritten):
            await log.committed()
        await asyncio.to_thread(writer.close)

    asyncio.run(asyncio.wait_for(scenario(), 20))


def test_a_database_that_says_nothing_is_not_waited_for_for_ever() -> None:
    async def scenario() -> None:
        log = CallLog(Writer(Tables()), kept(), "secret")  # a writer that is not begun is one that hangs
        log.add(*sprints(1)[0])
        before = asyncio.get_running_loop().time()
        with pytest.raises(NotWritten):
            await log.committed()
        assert asyncio.get_running_loop().time() - before == pytest.approx(COMMIT_S)

    run(scenario())


def test_several_logs_are_one() -> None:
    class Log:
        def __init__(self) -> None:
            self.added: list[Any] = []
            self.committed_times = 0

        def add(self, event: Any, sprint: Any) -> None:
            self.added.append((event, sprint))

        async def committed(self) -> None:
            self.committed_times += 1

    logs = [Log(), Log()]
    both = Logs(logs)
    both.add(*sprints(1)[0])
    asyncio.run(both.committed())
    assert [(len(log.added), log.committed_times) for log in logs] == [(1, 1), (1, 1)]


@pytest.fixture(scope="module")
def embedder() -> InProcessEmbedder:
    return InProcessEmbedder()


OF_NO_PERSON = re.compile(r'"([0-9a-f]{16,}|\d{4}-\d\d-\d\dT[^"]*)"')
"""Hashes and times have any four figures in a row by chance, the code of a caller among them."""


def everything_but_the_vault() -> str:
    rows = [*Conversation.objects.all(), *ConversationEvent.objects.all()]
    tokens = list(VaultValue.objects.values_list("token", "personal"))
    text = str(serializers.serialize("json", rows, ensure_ascii=False)) + json.dumps(tokens, ensure_ascii=False)
    return OF_NO_PERSON.sub("", text)


async def kept_talk(embedder: InProcessEmbedder, person: Person, workspace: int, call: str) -> None:
    """A whole conversation into the database of this server."""
    writer = Writer()
    version = await database_sync_to_async(lambda: BotVersion.objects.get(bot__slug="clinic"))()
    bot = KeptBot("clinic", version.content_hash, version.number, personal_fields(clinic()))
    log = History(writer, "here").of_call(call, workspace, bot, "voice", lambda: None)
    writer.start()
    await talk(clinic(), embedder, person, log)
    await log.committed()
    log.over("hangup")
    await asyncio.to_thread(writer.close)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("main")
def test_forty_values_of_people_lie_nowhere_but_in_the_vault(
    embedder: InProcessEmbedder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert COUNT >= 40
    publish(CLINIC)
    workspace = current_workspace().pk
    for number, person in enumerate(PEOPLE):
        call = f"call-{number}"
        asyncio.run(asyncio.wait_for(kept_talk(embedder, person, workspace, call), 100))
        assert Conversation.objects.get(call=call).end_reason == "hangup"
        assert found_in(everything_but_the_vault(), person) == []
        assert _replayed(call).endswith("events.\n")
    out = "".join(capfd.readouterr())
    for number, person in enumerate(PEOPLE):
        assert found_in(out, person) == []
        erase([f"call-{number}"])
        assert _replayed(f"call-{number}").endswith("events.\n")
    assert not VaultKey.objects.exists()
    assert not VaultValue.objects.exclude(sealed=None).exists()


def _replayed(call: str) -> str:
    out = StringIO()
    with contextlib.redirect_stdout(out):
        ended = pytest.raises(SystemExit, call_command, "bot", "replay", call)
    assert ended.value.code == 0, out.getvalue()
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("main")
def test_a_tool_that_writes_waits_for_the_log(embedder: InProcessEmbedder) -> None:
    """What led to it is in the database when it is sent, and it is not sent when that cannot be."""
    publish(CLINIC)
    assert load_text(CLINIC).runnable

    async def called(*problems: Exception) -> Any:
        writer = Writer(Tables(*problems))
        writer.start()
        log = CallLog(writer, kept(), "secret")
        conversation = await talk(clinic(), embedder, PEOPLE[0], log)
        await asyncio.to_thread(writer.close)
        return conversation.state.variables.get("doctor")

    assert asyncio.run(called()) == "Helga Brunner"
    assert asyncio.run(called(StaleOwner("another"))) is None
