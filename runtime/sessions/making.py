"""One text on its way from words to sound, whether or not it is certain yet that it will be said."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Protocol

from runtime.speech.errors import LATE, SpeechUnavailable
from runtime.speech.results import SpokenClause
from runtime.speech.urgency import DRAFT, NEXT, NOW, Urgency

log = logging.getLogger(__name__)

VOICE_ATTEMPTS = 2
"""A voice that crashed is back in a second or two; the rest of the text is worth a second try. What crashed it and what
came too late are counted each for itself: behind a crash the next try waits for the voice to load."""
DRAFT_AHEAD_MS = 1_500
"""So much sound is made of a text that may never be said: what is left is made faster than this is played."""


class Voice(Protocol):
    """Turns a text into clauses of packets."""

    def speak(
        self, text: str | Sequence[str], *, voice: str, urgency: Urgency | None = None
    ) -> AsyncGenerator[SpokenClause, None]:
        """Clause by clause, those that were cut already as they are; closing it stops the synthesis."""


class Making:
    """Clauses of text become clauses of sound, in a task of their own. Belongs to the event loop.

    `ahead` are the clauses that have no sound yet, `made` those that have. More text may come until `end`.
    """

    def __init__(
        self,
        voice: Voice,
        speaker_name: str,
        clauses: Iterable[str] = (),
        *,
        name: str,
        certain: bool = True,
        whole: bool = True,
        made: Iterable[SpokenClause] = (),
    ) -> None:
        """`certain`: it will be said; else little is made of it, and after all that is certain.

        `whole`: no more text will come. `made`: sound that is there already and stands before `clauses`.
        """
        self.ahead = list(clauses)
        self.made = list(made)
        self._voice = voice
        self._speaker_name = speaker_name
        self._name = name
        self._certain = certain
        self._whole = whole
        self._over = False
        self._urgency = Urgency(NOW)
        self._work = asyncio.Event()
        self._sound = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def text(self) -> str:
        """Its clauses, those that have sound and those that have none yet."""
        return " ".join([*(clause.text for clause in self.made), *self.ahead])

    @property
    def times(self) -> list[tuple[str, int]]:
        """The clauses that have sound, with their ms."""
        return [(clause.text, clause.duration_ms) for clause in self.made]

    @property
    def owes_sound(self) -> bool:
        """Whether a gap is the voice's fault: there is text that it has not made yet."""
        return bool(self.ahead)

    @property
    def complete(self) -> bool:
        """Whether all of its text has come and has sound."""
        return self._whole and not self.ahead

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"{self._name}:voice")

    def add(self, clauses: Iterable[str]) -> None:
        """More text. Ignored once it is over."""
        if not self._whole:
            self.ahead += clauses
            self._work.set()

    def end(self) -> None:
        """No more text will come."""
        self._whole = True
        self._work.set()

    def is_certain(self) -> None:
        """It will be said: make all of it, and soon."""
        if not self._certain:
            self._certain = True
            self._urgency.raise_to(self._how_urgent())
            self._work.set()

    def stop(self) -> "asyncio.Task[None] | None":
        """Make no more; the task that is ending, if there is one."""
        task = self._task
        if task is None or task.done():
            return None
        task.cancel()
        return task

    def rest(self, after: int) -> "Making":
        """What is left behind the first `after` clauses, as something that can be made on its own."""
        return Making(
            self._voice, self._speaker_name, self.ahead, name=self._name, whole=self._whole, made=self.made[after:]
        )

    async def clauses(self) -> AsyncGenerator[SpokenClause, None]:
        """The sound from the beginning, as it is made, until it is over."""
        taken = 0
        while True:
            while taken < len(self.made):
                taken += 1
                yield self.made[taken - 1]
            if self._over:
                return
            self._sound.clear()
            await self._sound.wait()

    async def _run(self) -> None:
        failures: Counter[bool] = Counter()
        try:
            while (batch := await self._next_batch()) and max(failures.values(), default=0) < VOICE_ATTEMPTS:
                before = len(self.made)
                try:
                    await self._speak(batch)
                except SpeechUnavailable as problem:
                    log.warning("%s: a text could not be spoken: %s", self._name, problem.code)
                    if len(self.made) > before:
                        failures.clear()
                    failures[problem.code == LATE] += 1
        except Exception:
            log.exception("%s: a text could not be spoken", self._name)
        finally:
            self._over = True
            self._sound.set()

    async def _next_batch(self) -> list[str]:
        """What to make next, once there is something; nothing when all is made."""
        while True:
            if self._certain and self.ahead:
                return list(self.ahead)
            if self.ahead and sum(clause.duration_ms for clause in self.made) < DRAFT_AHEAD_MS:
                return self.ahead[:1]
            if self._whole and not self.ahead:
                return []
            self._work.clear()
            await self._work.wait()

    async def _speak(self, batch: list[str]) -> None:
        self._urgency = Urgency(self._how_urgent())
        spoken = self._voice.speak(batch, voice=self._speaker_name, urgency=self._urgency)
        async with contextlib.aclosing(spoken):
            async for clause in spoken:
                self.made.append(clause)
                del self.ahead[:1]
                self._sound.set()

    def _how_urgent(self) -> int:
        if not self._certain:
            return DRAFT
        return NEXT if self.made else NOW
