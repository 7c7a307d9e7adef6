"""A language model that fills in a JSON Schema, by LiteLLM: for the `llm` and `hybrid` providers of understanding."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.address import ModelAddress
from tools.models.library import Library
from tools.models.prices import Price, price_of, tokens_of
from tools.models.provider import Provider
from tools.models.purse import NothingLeft, Purse
from tools.resting import Resting

log = logging.getLogger(__name__)

MAX_TOKENS = 400
"""Six acts take less than 300."""
SCHEMA_NAME = "acts"


class StructuredModel:
    """Asks one model. LiteLLM is imported at the first use, in a thread of its own."""

    def __init__(self, address: ModelAddress, purse: Purse | None = None) -> None:
        """`purse`: what bots may spend; without one nothing is counted."""
        self._address = address
        self._library = Library()
        self._purse = purse
        self._price: Price | None = None
        self._provider = Provider(address)

    async def load(self) -> None:
        """Import the library, so that the first caller does not wait for it. Raises ModelFailed."""
        await self._loaded()

    def of_bot(self, bot: str) -> "PaidModel":
        """The same model, paid for by a bot."""
        return PaidModel(self, bot)

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any], bot: str = "") -> str:
        """The text of the answer; `bot` pays for it. Raises ModelFailed."""
        try:
            async with asyncio.timeout(self._address.deadline_ms / 1000):
                library = await self._loaded()
            answer = await self._ask(library, instructions, words, schema, bot)
        except TimeoutError:
            raise ModelFailed(f"no answer within {self._address.deadline_ms} ms") from None
        except (NothingLeft, Resting) as problem:
            raise ModelFailed(str(problem)) from None
        except ModelFailed:
            raise
        except Exception as problem:  # LiteLLM and the libraries below it raise what they like
            log.debug("the model failed", exc_info=True)
            raise ModelFailed(f"{type(problem).__name__} of {self._address.model}") from None
        return answer

    async def _loaded(self) -> Any:
        library = await self._library.load()
        if self._price is None:
            self._price = price_of(library, self._address)
        return library

    async def _ask(self, library: Any, instructions: str, words: str, schema: Mapping[str, Any], bot: str) -> str:
        asked = tokens_of(instructions, words, json.dumps(schema))
        payment = None
        if self._purse is not None and self._price is not None and not self._price.free:
            payment = await self._purse.set_aside(bot, self._price.of(asked, MAX_TOKENS))
        cost = self._price.of(asked, 0) if self._price is not None else 0
        try:
            request, deadline_s = self._request(instructions, words, schema), self._address.deadline_ms / 1000
            async with self._provider.asked(), asyncio.timeout(deadline_s):
                response = await library.acompletion(**request)
            if (usage := getattr(response, "usage", None)) is not None and self._price is not None:
                cost = self._price.of(usage.prompt_tokens, usage.completion_tokens)
        except Exception:
            cost = 0  # who refuses, or is away, takes no money
            raise
        finally:
            if payment is not None:
                payment.settle(cost)
        content = response.choices[0].message.content
        if not isinstance(content, str):
            raise ModelFailed("the model's answer has no text")
        return content

    def _request(self, instructions: str, words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        named = {"name": SCHEMA_NAME, "schema": dict(schema), "strict": True}
        return {
            "model": self._address.model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": words}],
            "response_format": {"type": "json_schema", "json_schema": named},
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "timeout": self._address.deadline_ms / 1000,
            "num_retries": 0,
            **self._address.given,
        }


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
