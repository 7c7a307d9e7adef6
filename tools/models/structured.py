"""A language model that fills in a JSON Schema, by LiteLLM: for the `llm` and `hybrid` providers of understanding."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.purse import NothingLeft, Purse
from tools.models.question import Asker, request_of
from tools.resting import Resting

log = logging.getLogger(__name__)

SCHEMA_NAME = "acts"


class StructuredModel:
    """Asks one model, by the process that has LiteLLM."""

    def __init__(self, process: ModelProcess, address: ModelAddress, purse: Purse | None = None) -> None:
        """`purse`: what bots may spend; without one nothing is counted."""
        self._address = address
        self._asker = Asker(process, address, purse)

    async def load(self) -> None:
        """Have the library imported, so that the first caller does not wait for it. Raises ModelFailed."""
        await self._asker.load()

    def of_bot(self, bot: str) -> "PaidModel":
        """The same model, paid for by a bot."""
        return PaidModel(self, bot)

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any], bot: str = "") -> str:
        """The text of the answer; `bot` pays for it. Raises ModelFailed."""
        named = {"name": SCHEMA_NAME, "schema": dict(schema), "strict": True}
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": words}]
        request = request_of(
            self._address, messages, response_format={"type": "json_schema", "json_schema": named}, stream=False
        )
        try:
            answer = await self._asker.ask(request, bot=bot)
        except TimeoutError:
            raise ModelFailed(f"no answer within {self._address.deadline_ms} ms") from None
        except (NothingLeft, Resting) as problem:
            raise ModelFailed(str(problem)) from None
        except ModelFailed as problem:
            raise ModelFailed(f"{problem} of {self._address.model}") from None
        if not answer.text:
            raise ModelFailed("the model's answer has no text")
        return answer.text


@dataclass(frozen=True)
class PaidModel:
    """A model that one bot pays for."""

    model: StructuredModel
    bot: str

    async def load(self) -> None:
        """As `StructuredModel.load`."""
        await self.model.load()

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        """As `StructuredModel.fill_in`."""
        return await self.model.fill_in(instructions, words, schema, self.bot)
