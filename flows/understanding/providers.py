"""The three providers of understanding: `local`, `llm`, `hybrid`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flows.definition.bot import Bot
from flows.guardrails.guard import Guard
from flows.guardrails.understanding import GuardedUnderstanding
from flows.understanding.local import LocalUnderstanding
from flows.understanding.model.port import ModelFailed, Provider, Structured
from flows.understanding.model.understanding import ModelUnderstanding
from flows.understanding.port import Embedder, Understander
from flows.understanding.remembering import Remembering
from flows.understanding.workshop import Workshop

log = logging.getLogger(__name__)


def on_this_machine(understander: Understander) -> Understander:
    """Without the model and the guardrails: for guesses, of which many are no reason to ask it as often."""
    return understander.local if isinstance(understander, ModelUnderstanding | GuardedUnderstanding) else understander


@dataclass(frozen=True)
class Understanders:
    """Makes what understands the callers of a bot. `model` is needed by all providers but `local`."""

    provider: Provider = "local"
    model: Structured | None = None
    of_bot: Callable[[str], Structured] | None = None
    """The model as one bot asks it, where that matters."""

    async def of(self, bot: Bot, embedder: Embedder, workshop: Workshop | None = None) -> Understander:
        """Trained and ready."""
        embedder = Remembering(embedder)
        local = await LocalUnderstanding.train(bot, embedder, workshop)
        understander = await self._with_model(bot, local)
        return GuardedUnderstanding(understander, local, await Guard.of(bot, embedder))

    async def _with_model(self, bot: Bot, local: LocalUnderstanding) -> Understander:
        if self.provider == "local" or self.model is None:
            return local
        try:
            await self.model.load()
        except ModelFailed as failure:
            log.error("the model that helps to understand is not there: %s", failure)
        model = self.of_bot(bot.bot) if self.of_bot is not None else self.model
        return ModelUnderstanding(local, model, always=self.provider == "llm")
