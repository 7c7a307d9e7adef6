"""The real process: what it offers, and that a question ends where nobody waits for it."""

from tests.tools.models import asked
from tools.models.process import ModelProcess


def test_it_offers_completions_and_prices() -> None:
    async def price(process: ModelProcess) -> object:
        return [reply.fields.get("price") async for reply in process.ask("price", {"model": "openai/gpt-4o-mini"})]

    first, *_ = asked.run(price(asked.process()))
    assert isinstance(first, list)
    assert asked.process().ready
    assert asked.process().waiting == 0
