"""A language model that fills in a JSON Schema, by LiteLLM: for the `llm` and `hybrid` providers of understanding."""

import asyncio
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.address import ModelAddress

log = logging.getLogger(__name__)

MAX_TOKENS = 400
"""Six acts take less than 300."""
LOAD_SECONDS = 60.0
"""Importing LiteLLM takes five seconds of a free core."""
SCHEMA_NAME = "acts"
LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")


class StructuredModel:
    """Asks one model. LiteLLM is imported at the first use, in a thread of its own."""

    def __init__(self, address: ModelAddress) -> None:
        self._address = address
        self._loaded: asyncio.Future[Any] | None = None

    async def load(self) -> None:
        """Import the library, so that the first caller does not wait for it. Raises ModelFailed."""
        if self._loaded is None:
            thread = ThreadPoolExecutor(1, thread_name_prefix="litellm")
            self._loaded = asyncio.get_running_loop().run_in_executor(thread, _litellm)
            thread.shutdown(wait=False)  # it ends when this is done
        try:
            await asyncio.wait_for(asyncio.shield(self._loaded), LOAD_SECONDS)
        except Exception as problem:  # an import of a large library raises what it likes
            log.warning("LiteLLM cannot be loaded", exc_info=True)
            raise ModelFailed(f"LiteLLM cannot be loaded: {type(problem).__name__}") from None

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        """The text of the answer. Raises ModelFailed."""
        try:
            async with asyncio.timeout(self._address.deadline_ms / 1000):
                await self.load()
                answer = await self._ask(instructions, words, schema)
        except TimeoutError:
            raise ModelFailed(f"no answer within {self._address.deadline_ms} ms") from None
        except ModelFailed:
            raise
        except Exception as problem:  # LiteLLM and the libraries below it raise what they like
            log.debug("the model failed", exc_info=True)
            raise ModelFailed(f"{type(problem).__name__} of {self._address.model}") from None
        return answer

    async def _ask(self, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        assert self._loaded is not None
        given = {"api_base": self._address.api_base, "api_key": self._address.api_key}
        response = await self._loaded.result().acompletion(
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
            **{name: value for name, value in given.items() if value},
        )
        content = response.choices[0].message.content
        if not isinstance(content, str):
            raise ModelFailed("the model's answer has no text")
        return content


def _litellm() -> Any:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it asks the network when it is imported
    import litellm  # noqa: PLC0415 - five seconds and 200 MB, only where a model is asked

    litellm.suppress_debug_info = True
    for name in LOGGERS:  # they write to standard output, which belongs to what prints JSON
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.WARNING)
    return litellm
