"""What answers in a call with a model."""

import asyncio
from collections.abc import Iterator

import pytest

from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from tests.flows.small_bots import bot
from tests.tools.models.fake_model import FakeModel, served
from tools.models.address import ModelAddress
from tools.models.bound import BoundModel
from tools.models.streaming import StreamingModel

BOT = bot(
    """
knowledge: {k: {description: what we know}}
flows:
  main:
    nodes:
      think: {type: generate, prompt: p, stub: From the stub.}
      look: {type: answer, knowledge: k, stub: Yes., next: end}
""",
    warnings=True,
)


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with served() as server:
        server.pieces = ["From", " the model."]
        yield server


def test_the_model_speaks_and_what_is_known_comes_from_stubs(fake: FakeModel) -> None:
    async def run() -> None:
        pieces: list[str] = []
        model = StreamingModel(ModelAddress("openai/fake", fake.address, "secret", 20_000))
        await model.load()  # the import is no part of the time that a caller waits
        bound = BoundModel(model, BOT)
        asked = await bound.ask(AskModel("m-1", "main.think", "p", 20_000), pieces.append)
        assert (asked, pieces) == (ModelOutcome("From the model."), ["From", " the model."])
        assert await bound.look_up(LookUp("l-1", "main.look", "k", "why", 0.5, 1_000)) == ModelOutcome("Yes.")

    asyncio.run(run())
