"""Versions of a bot: learned once, and the one before answers while a new one is learned."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from flows.catalogue import Published
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from runtime.sessions import served_bot
from runtime.sessions.learning import learning_process
from runtime.sessions.served_bot import BotShelf
from runtime.signalling.tickets import UnknownBot
from tests.tools.models import asked, fake_model
from tools.knowledge.bases import Bases
from tools.models.address import ModelAddress
from tools.models.routes import Routes

TEXT = """
voxloom: 1
bot: small
start: welcome
intents:
  pay: {description: paying, examples: [I want to pay, a payment please]}
flows:
  welcome: {nodes: {hello: {type: say, say: "Version VERSION here.", next: end}}}
  pay: {triggers: [pay], nodes: {done: {type: say, say: Paid., next: end}}}
"""


class Vectors:
    """By chance; may be told to wait."""

    versions = "by chance"

    def __init__(self) -> None:
        self.asked = 0
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def embed(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked += 1
        await self.may_go_on.wait()
        rows = np.random.default_rng(1).normal(size=(len(sentences), 8)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Database:
    """What is published, as the database would tell."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.version: int | None = 1
        self.text = TEXT
        monkeypatch.setattr(served_bot, "database_sync_to_async", lambda _published: self._found)

    def find(self, slug: str) -> Published | None:
        if self.version is None:
            return None
        text = self.text.replace("VERSION", str(self.version))
        return Published(slug, text, self.version, f"hash {self.version} {len(text)}", 1, slug, "", "en")

    async def _found(self, slug: str) -> Published | None:
        return self.find(slug)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    return Database(monkeypatch)


def test_the_version_before_answers_until_the_new_one_is_learned(database: Database) -> None:
    async def run() -> list[int]:
        vectors = Vectors()
        shelf = BotShelf(vectors, newer_s=0)
        versions = [(await shelf.get("small")).version]
        database.version = 2
        database.text = TEXT.replace("a payment", "another payment")
        vectors.may_go_on.clear()
        for _ in range(2):
            versions.append((await shelf.get("small")).version)
        (making,) = shelf._making.values()
        vectors.may_go_on.set()
        await asyncio.wait_for(making, 30)
        versions.append((await shelf.get("small")).version)
        assert vectors.asked == 2
        assert not shelf._making
        shelf.close()
        return versions

    assert asyncio.run(run()) == [1, 1, 1, 2]


def test_a_version_that_is_soon_learned_answers_the_first_call_behind_its_publication(database: Database) -> None:
    async def run() -> list[int]:
        shelf = BotShelf(Vectors(), newer_s=60)
        versions = [(await shelf.get("small")).version]
        for database.version in (2, 3):
            versions.extend(served.version for served in await asyncio.gather(shelf.get("small"), shelf.get("small")))
        assert not shelf._making
        assert not shelf._awaited_until
        shelf.close()
        return versions

    assert asyncio.run(run()) == [1, 2, 2, 3, 3]


def test_nobody_waits_anew_for_a_version_that_takes_long(database: Database) -> None:
    async def run() -> list[int]:
        vectors = Vectors()
        shelf = BotShelf(vectors, newer_s=60)
        await shelf.get("small")
        database.version, database.text = 2, TEXT.replace("a payment", "another payment")
        vectors.may_go_on.clear()
        first = asyncio.create_task(shelf.get("small"))
        while not shelf._awaited_until:
            await asyncio.sleep(0)
        shelf._awaited_until = dict.fromkeys(shelf._awaited_until, 0.0)  # as if that time were over
        versions = [(await shelf.get("small")).version]
        vectors.may_go_on.set()
        versions.append((await first).version)
        shelf.close()
        return versions

    assert asyncio.run(run()) == [1, 2]


def test_a_new_version_that_cannot_run_does_not_answer(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> int:
        shelf = BotShelf(Vectors(), newer_s=0)
        await shelf.get("small")
        database.version, database.text = 2, "voxloom: 1"
        await shelf.get("small")
        await asyncio.wait([*shelf._making.values()], timeout=30)
        await asyncio.sleep(0)
        served = await shelf.get("small")
        shelf.close()
        await asyncio.gather(*shelf._making.values(), return_exceptions=True)
        return served.version

    assert asyncio.run(run()) == 1
    assert "bot small version 2 is not ready" in caplog.text


def test_a_version_that_cannot_run_is_not_made_again_and_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    compile_before = served_bot._compile

    def counting(found: Published) -> Any:
        made.append(found.version)
        return compile_before(found)

    async def run() -> None:
        shelf = BotShelf(Vectors(), newer_s=0)
        await shelf.get("small")
        database.version, database.text = 2, "voxloom: 1"
        for _ in range(4):
            await shelf.get("small")
            if shelf._making:
                await asyncio.wait([*shelf._making.values()], timeout=30)
            await asyncio.sleep(0)
        shelf.close()

    monkeypatch.setattr(served_bot, "_compile", counting)
    asyncio.run(run())
    assert made == [1, 2]


def test_a_version_that_was_taken_back_does_not_answer(database: Database) -> None:
    async def run() -> int:
        vectors = Vectors()
        shelf = BotShelf(vectors, newer_s=0)
        await shelf.get("small")
        database.version, database.text = 2, TEXT.replace("a payment", "another payment")
        vectors.may_go_on.clear()
        await shelf.get("small")
        database.version, database.text = 1, TEXT
        await shelf.get("small")
        (making,) = shelf._making.values()
        vectors.may_go_on.set()
        await asyncio.wait_for(making, 30)
        await asyncio.sleep(0)
        served = await shelf.get("small")
        shelf.close()
        return served.version

    assert asyncio.run(run()) == 1


def test_a_bot_that_is_ready_is_not_made_again(database: Database) -> None:
    async def run() -> None:
        shelf = BotShelf(Vectors())
        first = await shelf.get("small")
        shelf._kept.clear()  # more bots are published than versions are kept
        assert await shelf.get("small") is first
        shelf.close()

    asyncio.run(run())


def test_what_was_learned_is_there_in_the_next_process(database: Database, tmp_path: Path) -> None:
    async def run() -> int:
        vectors = Vectors()
        for _ in range(2):
            shelf = BotShelf(vectors, tmp_path)
            await shelf.get("small")
            shelf.close()
        return vectors.asked

    assert asyncio.run(run()) == 1


def test_an_unknown_bot(database: Database) -> None:
    database.version = None
    with pytest.raises(UnknownBot):
        asyncio.run(BotShelf(Vectors()).get("small"))


def test_a_large_bot_is_learned_in_a_modest_process() -> None:
    executor = learning_process()
    try:
        assert executor.submit(os.nice, 0).result(timeout=60) >= 10
        assert executor.submit(os.getenv, "OPENBLAS_NUM_THREADS").result(timeout=60) == "1"
    finally:
        executor.shutdown()


@pytest.mark.parametrize("set_up", [True, False])
def test_the_operators_model_speaks_in_calls_and_stubs_without_one(database: Database, set_up: bool) -> None:
    with fake_model.served() as fake:
        fake.pieces = ["From", " the model."]
        address = ModelAddress("openai/fake", fake.address, "secret", 20_000)
        database.text = TEXT + "  more: {nodes: {think: {type: generate, prompt: p, stub: A stub., next: end}}}\n"

        async def run() -> str:
            shelf = BotShelf(Vectors(), routes=Routes(asked.process(), address if set_up else None))
            served = await shelf.get("small")
            outcome = await served.new_models().ask(AskModel("m-1", "more.think", "p", 20_000), lambda _piece: None)
            shelf.close()
            return outcome.text

        assert asked.run(run()) == ("From the model." if set_up else "A stub.")


KNOWS = """
voxloom: 1
bot: small
start: welcome
knowledge: {house: {sources: [policy]}}
flows:
  welcome: {nodes: {hello: {type: answer, knowledge: house, stub: A stub., on_unknown: end, on_error: end, next: end}}}
"""


def test_a_bot_that_answers_from_documents_asks_the_indexes_of_its_workspace(database: Database) -> None:
    database.text = KNOWS
    seen: list[int] = []

    class NoDocuments(Bases):
        async def standings(self, workspace: int) -> Any:
            seen.append(workspace)
            return {}

    async def run() -> ModelOutcome:
        vectors = Vectors()
        shelf = BotShelf(vectors, bases=NoDocuments(vectors))
        try:
            served = await shelf.get("small")
            return await served.new_models().look_up(LookUp("l-1", "welcome.hello", "house", "why", 0.5, 1_000))
        finally:
            shelf.close()

    assert asyncio.run(run()) == ModelOutcome("A stub.")
    assert set(seen) == {1}
