"""A text by a hosted voice, clause by clause, and by this machine from where that fails on."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Protocol

from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import SpokenClause

log = logging.getLogger(__name__)

MOST_AHEAD = 2
"""Clauses that are asked for at once: the next one is on its way while one is heard."""


class Mouth(Protocol):
    """A hosted voice."""

    @property
    def stands_in(self) -> str:
        """The voice of this machine that speaks where it does not."""

    async def make(self, clause: str) -> SpokenClause | None:
        """The sound of one clause; None where it is not to be asked. Raises SpeechUnavailable."""


async def relayed(
    mouth: Mouth,
    clauses: Sequence[str],
    kept: Callable[[str], SpokenClause | None],
    keep: Callable[[SpokenClause], None],
    here: Callable[[Sequence[str]], AsyncGenerator[SpokenClause]],
) -> AsyncGenerator[SpokenClause]:
    """The clauses in their order. `kept`: one that was made before; `here`: by the voice of this machine.

    A text does not change its voice twice: what follows on a clause that failed is said here, even what is kept.
    Raises SpeechUnavailable where this machine cannot speak either.
    """
    tasks: dict[int, asyncio.Task[SpokenClause | None]] = {}

    def ask_ahead(begin: int) -> None:
        for at in range(begin, len(clauses)):
            if len(tasks) >= MOST_AHEAD:
                return
            if at not in tasks and kept(clauses[at]) is None:
                tasks[at] = asyncio.create_task(mouth.make(clauses[at]), name="hosted-voice")

    try:
        for at, clause in enumerate(clauses):
            ask_ahead(at)
            made = await _made(tasks.pop(at)) if at in tasks else kept(clause)
            if made is None:
                async with contextlib.aclosing(here(clauses[at:])) as spoken:
                    async for part in spoken:
                        yield part
                return
            keep(made)
            yield made
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _made(task: "asyncio.Task[SpokenClause | None]") -> SpokenClause | None:
    try:
        return await task
    except SpeechUnavailable as problem:
        log.warning("this machine says the rest: %s", problem.message)
        return None
    finally:
        task.cancel()
