"""Speaking the prompts of a bot, as jobs do it: each as many as it has time for."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from flows.definition.bot import Bot
from flows.engine.program import Program
from flows.loader.load import load_text
from runtime.preparing.place import Place, Progress
from runtime.sessions import last_words
from runtime.sessions.wording import wording


@dataclass(frozen=True)
class Prompts:
    """What a bot says in the same words again and again."""

    clauses: tuple[str, ...]
    bot: Bot
    workspace: int
    """The key of the one that it belongs to."""

    def voice(self, place: Place) -> str:
        """Who speaks them there."""
        return place.hosted.voice(self.bot, self.workspace) if place.hosted is not None else self.bot.voice.speaker


def prompts_of(text: str, workspace: int) -> Prompts | None:
    """Those of a bot, the greeting first; None for one that cannot run."""
    loaded = load_text(text)
    if loaded.bot is None or not loaded.runnable:
        return None
    clauses = dict.fromkeys((*wording(Program(loaded.bot)).clauses, *last_words.CLAUSES))
    return Prompts(tuple(clauses), loaded.bot, workspace)


async def speak(
    prompts: Prompts, begin: int, place: Place, progress: Progress, seconds: float,
    clock: Callable[[], float] | None = None,
) -> int:  # fmt: skip
    """Speak from one prompt on, for so long; how many of all are there then. Raises SpeechUnavailable."""
    now = clock or asyncio.get_running_loop().time
    until, there = now() + seconds, begin
    async with contextlib.aclosing(place.workers.prepared(prompts.clauses[begin:], voice=prompts.voice(place))) as made:
        async for _ in made:
            there += 1
            progress.share = there / len(prompts.clauses)
            if now() >= until:
                break
    return there
