"""One process that asks models for all tests of this folder: importing LiteLLM takes five seconds.

It belongs to one event loop, which runs whenever a test has something to ask.
"""

import asyncio
import atexit
from collections.abc import Coroutine
from typing import Any, TypeVar

from tools.models.process import ModelProcess

T = TypeVar("T")


class Shared:
    """The loop and its process."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self.process = self._runner.run(_started())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """As `asyncio.run`."""
        return self._runner.run(work)

    def close(self) -> None:
        """End both."""
        self._runner.run(self.process.aclose())
        self._runner.close()


async def _started() -> ModelProcess:
    process = ModelProcess()
    await process.start()
    return process


_shared: Shared | None = None


def shared() -> Shared:
    """Made when it is first wanted; ended by the fixture of this folder, or whoever asks elsewhere."""
    global _shared
    if _shared is None:
        _shared = Shared()
        atexit.register(close)  # where it is asked by tests of other folders
    return _shared


def close() -> None:
    """End it."""
    global _shared
    if _shared is not None:
        _shared.close()
        _shared = None


def process() -> ModelProcess:
    """The process."""
    return shared().process


def run(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, on the loop of the process."""
    return shared().run(work)
