"""Running the tests of a bot, as a job does it: in a thread of its own, and sentence vectors from the workers."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.definition.bot import Bot
from flows.driver.coverage import coverage
from flows.driver.test_runner import TestReport, run_test
from flows.engine.program import Program
from flows.loader.load import load_text
from flows.understanding.port import Embedder, Vectors
from flows.understanding.providers import Understanders
from flows.understanding.workshop import Workshop
from runtime.preparing.place import Place, Progress, own_lessons
from runtime.preparing.shared import shared_lessons
from tools.box import ToolBox

DEADLINE_S = 150.0
"""Five hundred tests of ten turns, and learning a text that nobody learned before."""
EMBED_S = 30.0
PAUSE_S = 0.002
"""Between two tests: whoever serves calls in the same process comes first."""


class FromElsewhere:
    """The sentence vectors of another event loop, where the workers live."""

    def __init__(self, embedder: Embedder, loop: asyncio.AbstractEventLoop) -> None:
        self._embedder = embedder
        self._loop = loop

    @property
    def versions(self) -> str:
        """Those of the embedder."""
        return self._embedder.versions

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""
        asked = asyncio.run_coroutine_threadsafe(self._asked(list(sentences)), self._loop)
        async with asyncio.timeout(EMBED_S):
            return await asyncio.wrap_future(asked)

    async def _asked(self, sentences: list[str]) -> Vectors:
        return await self._embedder.embed(sentences)


async def run_all(text: str, place: Place, progress: Progress) -> dict[str, Any]:
    """The report on a bot's tests, as `bot test --json` prints it; empty for a text that cannot run."""
    loop = asyncio.get_running_loop()
    embedder = FromElsewhere(place.workers, loop)
    with ThreadPoolExecutor(1, thread_name_prefix="bot-tests") as thread:
        return await loop.run_in_executor(thread, lambda: asyncio.run(_report(text, embedder, progress)))


async def _report(text: str, embedder: Embedder, progress: Progress) -> dict[str, Any]:
    loaded = load_text(text)
    if loaded.bot is None or not loaded.runnable:
        return {}
    program = Program(loaded.bot)
    understander = await Understanders().of(loaded.bot, embedder, Workshop(own_lessons(), shared=shared_lessons()))
    results = []
    for at, (name, case) in enumerate(loaded.bot.tests.items()):
        progress.share, progress.note = at / len(loaded.bot.tests), name
        results.append(await run_test(program, understander, _stubbed(loaded.bot, case.stubs), name, case))
        await asyncio.sleep(PAUSE_S)
    lines = {name: loaded.document.place(("tests", name)).line for name in loaded.bot.tests}
    trace = [line for result in results for line in result.trace]
    return TestReport(tuple(results), coverage(loaded.bot, trace), lines).as_json()


def _stubbed(bot: Bot, stubs: Mapping[str, Any]) -> ToolBox:
    """Nothing real is called."""
    return ToolBox(bot, stubs, bound=False)
