"""Values that are spoken: as a recogniser writes them, in figures and in words, with pauses, over the bot, cut off."""

import asyncio
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from flows.loader.load import load_text
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from runtime.history.call_log import History
from runtime.history.writer import Entry, Writer
from tests.faults.personal import canaries
from tests.faults.personal.canaries import BOT, PEOPLE, Person, leaks
from tests.faults.personal.logged import Written, logged
from tests.runtime.sessions.stage import Stage, staged
from tests.runtime.virtual_time import run, until
from tools.registry import registered, tool
from voxloom.accounts.isolation import current_workspace, everywhere
from voxloom.conversations.models import Conversation, VaultValue
from voxloom.conversations.retention import erase
from voxloom.jobs import outbox
from voxloom.telemetry import traces
from voxloom.telemetry.metrics import REGISTRY
from voxloom.telemetry.otlp import OpenTelemetry
from voxloom.webhooks.models import Delivery, Webhook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("main", "tools_of_the_bot")]


class AtOnce(Writer):
    """Writes to the real tables, in a thread as always, while virtual time stands still."""

    def put(self, entry: Entry) -> None:
        thread = threading.Thread(target=self._now, args=(entry,))
        thread.start()
        thread.join()

    def _now(self, entry: Entry) -> None:
        try:
            self.write([entry])
        finally:
            connections.close_all()


class Vectors(InProcessEmbedder):
    """Without the thread, in which virtual time would pass."""

    async def embed(self, sentences: Sequence[str]) -> Any:
        return self._embed(list(sentences))


@pytest.fixture(scope="module")
def tools_of_the_bot() -> None:
    async def find_doctor(**arguments: str) -> dict[str, Any]:
        return canaries.find_doctor(**arguments)

    async def fail(**arguments: str) -> None:
        canaries.fail(**arguments)

    for function in (find_doctor, fail):
        if registered(f"tests.canary.{function.__name__}") is None:
            tool(f"tests.canary.{function.__name__}")(function)


async def say_all(stage: Stage, person: Person) -> None:
    """The whole conversation; one sentence has a pause in it, one begins over the bot, and one answer is cut off."""
    for number, said in enumerate(person.says):
        if number == 3:
            await stage.listening()
            half = said[: len(said) // 2]
            count = len(stage.of("transcript"))
            stage.sounds(half, 400)
            stage.silence(300)
            stage.sounds(said, 400)
            await until(lambda count=count: len(stage.of("transcript")) > count)
        elif number == 6:
            await until(lambda: stage.states()[-1:] == ["speaking"] or stage.states()[-1:] == ["listening"])
            count = len(stage.of("transcript"))
            stage.sounds(said, 1500)
            await until(lambda count=count: len(stage.of("transcript")) > count)
        else:
            await stage.says(said)
    await stage.listening()
    stage.call.press(f"{person.pin}#")
    await until(lambda: any("knows you" in text for text in stage.said()))
    stage.sounds("wait wait stop", 900)  # in the middle of a sentence that is full of values
    await until(lambda: stage.of("interrupted"))
    await stage.listening()
    stage.call.hang_up()
    await stage.ended()


@pytest.fixture(scope="module")
def understander() -> LocalUnderstanding:
    """Learned in real time, used in virtual time."""
    bot = load_text(BOT).bot
    assert bot is not None
    embedder = Vectors()
    learned = asyncio.run(LocalUnderstanding.train(bot, embedder))
    return LocalUnderstanding(learned.trained, embedder)


def call_of(person: Person, number: int, workspace: int, understander: LocalUnderstanding) -> list[str]:
    """A call; what the bot said. Every second one tells its page everything."""

    async def work() -> list[str]:
        async with staged(
            bot=BOT, history=History(AtOnce(), "here"), understander=understander, name=f"call-{number}",
            values={"greeted": person.greeted} if person.greeted else {}, debug=number % 2 == 0, workspace=workspace,
        ) as stage:  # fmt: skip
            await say_all(stage, person)
            return stage.said()

    return run(work())


def test_values_of_calls_lie_nowhere_but_in_the_vault(understander: LocalUnderstanding) -> None:
    workspace = current_workspace()
    Webhook.objects.create(workspace=workspace, url="http://127.0.0.1:1/", sealed_secret=b"none")
    spans = InMemorySpanExporter()
    traces.start(OpenTelemetry(SimpleSpanProcessor(spans)))
    with logged() as written:
        for number, person in enumerate(PEOPLE):
            said = " ".join(call_of(person, number, workspace.pk, understander))
            assert person.name in said
            assert person.returned["doctor"] in said
            assert person.greeted in said
        run_jobs()
    traces.stop(1)
    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "tool find_doctor" in told
    assert leaks("spans", told) == []
    assert Conversation.objects.filter(end_reason="hangup").count() == len(PEOPLE)
    assert Conversation.objects.filter(summary=None).count() == 0
    assert Delivery.objects.count() == len(PEOPLE)
    values = [value for person in PEOPLE for value in person.all_values]
    assert VaultValue.objects.exclude(sealed=None).count() >= len(values)
    assert_nowhere(written)

    sealed = [bytes(token) for token in VaultValue.objects.exclude(sealed=None).values_list("sealed", flat=True)]
    erase([f"call-{number}" for number in range(len(PEOPLE))])
    raw = database_files()
    assert [token for token in sealed if token in raw] == []


def run_jobs() -> None:
    """As the runner does; their addresses answer nothing."""
    with everywhere("jobs"):
        for number in outbox.due(timezone.now()):
            outbox.run(number)


def database_files() -> bytes:
    """All that SQLite has in its files, rows that were deleted included."""
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def assert_nowhere(written: Written) -> None:
    assert "python" in written.all  # the tool that failed, whose exception quotes everything
    assert leaks("log", written.all) == []
    assert leaks("database", database_files()) == []
    metrics = "\n".join(f"{s.name} {s.labels}" for family in REGISTRY.collect() for s in family.samples)
    assert leaks("metrics", metrics) == []
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file():
            assert leaks(path.name, path.read_bytes()) == []


def test_the_search_finds_each_value_in_each_form() -> None:
    """Else finding nothing would prove nothing."""
    for person in PEOPLE:
        for value in person.all_values:
            figures = [c for c in value if c.isdigit()]
            for form in (
                value,
                value.upper(),
                json.dumps({"x": value}),
                " ".join(value) if len(figures) > 5 else value,
            ):
                assert any(value in leak for leak in leaks("x", f"\x00\x01 {form} \xff", (person,))), form
        for said in person.says:
            if said != "yes":
                assert leaks("x", said.upper(), (person,)), said
    assert leaks("x", "the balance of 4471 is $ 1,000.00 on 2026-01-05 at 10:00") == []
