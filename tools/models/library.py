"""LiteLLM, imported when a model is first asked, in a thread of its own: it takes seconds, and the calls go on."""

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.understanding.model.port import ModelFailed

log = logging.getLogger(__name__)

LOAD_SECONDS = 60.0
"""Importing LiteLLM takes five seconds of a free core."""
LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")


class Library:
    """The library for one model. Belongs to one event loop."""

    def __init__(self) -> None:
        self._loaded: asyncio.Future[Any] | None = None

    async def load(self) -> Any:
        """The library; at the first time it is imported. Raises ModelFailed."""
        if self._loaded is None:
            thread = ThreadPoolExecutor(1, thread_name_prefix="litellm")
            self._loaded = asyncio.get_running_loop().run_in_executor(thread, _litellm)
            thread.shutdown(wait=False)  # it ends when this is done
        try:
            return await asyncio.wait_for(asyncio.shield(self._loaded), LOAD_SECONDS)
        except Exception as problem:  # an import of a large library raises what it likes
            log.warning("LiteLLM cannot be loaded", exc_info=True)
            raise ModelFailed(f"LiteLLM cannot be loaded: {type(problem).__name__}") from None


def _litellm() -> Any:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it asks the network when it is imported
    import litellm  # noqa: PLC0415 - five seconds and 200 MB, only where a model is asked

    litellm.suppress_debug_info = True
    for name in LOGGERS:  # they write to standard output, which belongs to what prints JSON
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.WARNING)
    return litellm
