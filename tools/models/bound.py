"""The language model of a call: the one that the operator chose; knowledge bases are answered by their stubs."""

from collections.abc import Callable

from flows.definition.bot import Bot
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from tools.models.streaming import StreamingModel


class BoundModel:
    """For one conversation."""

    def __init__(self, model: StreamingModel, bot: Bot) -> None:
        self._model = model
        self._bot = bot.bot
        self._stubs = ModelStubs(bot)

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask the model."""
        return await self._model.ask(command, on_text, self._bot)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """The answer of the node's stub."""
        return await self._stubs.look_up(command)
