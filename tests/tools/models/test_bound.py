"""What answers in a call: a model, or the stubs where there is none."""

import pytest

from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from tests.flows.small_bots import bot
from tests.tools.models import asked
from tests.tools.models.fake_model import served
from tools.models.address import ModelAddress
from tools.models.bound import BoundModels
from tools.models.routes import Routes

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


@pytest.mark.parametrize("with_model", [True, False])
def test_the_model_speaks_and_what_is_known_comes_from_stubs(with_model: bool) -> None:
    with served() as fake:
        fake.pieces = ["From", " the model."]
        address = ModelAddress("openai/fake", fake.address, "secret", 20_000)

        async def run() -> None:
            pieces: list[str] = []
            bound = BoundModels(Routes(asked.process(), address if with_model else None), BOT)
            outcome = await bound.ask(AskModel("m-1", "main.think", "p", 20_000), pieces.append)
            if with_model:
                assert (outcome, pieces) == (ModelOutcome("From the model."), ["From", " the model."])
            else:
                assert outcome == ModelOutcome("From the stub.")
            assert await bound.look_up(LookUp("l-1", "main.look", "k", "why", 0.5, 1_000)) == ModelOutcome("Yes.")

        asked.run(run())
