"""Speaking the prompts of a bot, as jobs do it: each as many as it has time for."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from flows.engine.program import Program
from flows.loader.load import load_text
from runtime.preparing.place import Place, Progress
from runtime.sessions import last_words
from runtime.sessions.wording import wording


@dataclass(frozen=True)
class Prompts:
    """What a bot says in the same words again and again, and its voice."""

    clauses: tuple[str, ...]
    voice: str


def prompts_of(text: str) -> Prompts | None:
    """Those of a bot, the greeting first; None for one that cannot run."""
    loaded = load_text(text)
    if loaded.bot is None or not loaded.runnable:
        return None
    clauses = dict.fromkeys((*wording(Program(loaded.bot)).clauses, *last_words.CLAUSES))
    return Prompts(tuple(clauses), loaded.bot.voice.speaker)


async def speak(
    prompts: Prompts, begin: int, place: Place, progress: Progress, seconds: float,
    clock: Callable[[], float] | None = None,
) -> int:  # fmt: skip
    """Speak from one prompt on, for so long; how many of all are there then. Raises SpeechUnavailable."""
    now = clock or asyncio.get_running_loop().time
    until, there = now() + seconds, begin
    async with contextlib.aclosing(place.workers.prepared(prompts.clauses[begin:], voice=prompts.voice)) as made:
        async for _ in made:
            there += 1
            progress.share = there / len(prompts.clauses)
            if now() >= until:
                break
    return there
