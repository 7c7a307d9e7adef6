"""A language model that fills in a JSON Schema, by LiteLLM: for the `llm` and `hybrid` providers of understanding."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.address import ModelAddress
from tools.models.library import Library

log = logging.getLogger(__name__)

MAX_TOKENS = 400
"""Six acts take less than 300."""
SCHEMA_NAME = "acts"


class StructuredModel:
    """Asks one model. LiteLLM is imported at the first use, in a thread of its own."""

    def __init__(self, address: ModelAddress) -> None:
        self._address = address
        self._library = Library()

    async def load(self) -> None:
        """Import the library, so that the first caller does not wait for it. Raises ModelFailed."""
        await self._library.load()

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        """The text of the answer. Raises ModelFailed."""
        try:
            async with asyncio.timeout(self._address.deadline_ms / 1000):
                answer = await self._ask(await self._library.load(), instructions, words, schema)
        except TimeoutError:
            raise ModelFailed(f"no answer within {self._address.deadline_ms} ms") from None
        except ModelFailed:
            raise
        except Exception as problem:  # LiteLLM and the libraries below it raise what they like
            log.debug("the model failed", exc_info=True)
            raise ModelFailed(f"{type(problem).__name__} of {self._address.model}") from None
        return answer

    async def _ask(self, library: Any, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        response = await library.acompletion(
            model=self._address.model,
            messages=[{"role": "system", "content": instructions}, {"role": "user", "content": words}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": SCHEMA_NAME, "schema": dict(schema), "strict": True},
            },
            temperature=0,
            max_tokens=MAX_TOKENS,
            timeout=self._address.deadline_ms / 1000,
            num_retries=0,
            **self._address.given,
        )
        content = response.choices[0].message.content
        if not isinstance(content, str):
            raise ModelFailed("the model's answer has no text")
        return content
