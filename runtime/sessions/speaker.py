"""The bot's mouth: texts in, packets into the playout, one after the other; and what the caller heard of them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Protocol

from runtime.media.playout import Playout
from runtime.media.utterance import Played, Utterance
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import SpokenClause
from runtime.turns.heard import heard_words

log = logging.getLogger(__name__)


class Voice(Protocol):
    """Turns a text into clauses of packets."""

    def speak(self, text: str, *, voice: str) -> AsyncGenerator[SpokenClause, None]:
        """Clause by clause; closing it stops the synthesis."""


@dataclass
class _Spoken:
    text: str
    barge_in: bool
    utterance: Utterance
    clauses: list[tuple[str, int]] = field(default_factory=list)
    played_ms: int | None = None


class Speaker:
    """Speaks texts in order. All methods belong to the event loop."""

    def __init__(
        self,
        voice: Voice,
        playout: Playout,
        speaker_name: str,
        *,
        name: str,
        on_started: Callable[[str], None],
        on_idle: Callable[[], None],
    ) -> None:
        """`on_started(text)` when a text begins to be heard, `on_idle` when everything was said."""
        self._voice = voice
        self._playout = playout
        self._speaker_name = speaker_name
        self._name = name
        self._on_started = on_started
        self._on_idle = on_idle
        self._waiting: list[_Spoken] = []
        self._said: list[_Spoken] = []
        self._task: asyncio.Task[None] | None = None
        self._count = 0

    @property
    def busy(self) -> bool:
        """Whether something is being said or is about to be."""
        return any(item.played_ms is None for item in self._said) or bool(self._waiting)

    @property
    def interruptible(self) -> bool:
        """Whether the caller may interrupt what is being said now."""
        current = next((item for item in self._said if item.played_ms is None), None)
        return current is None or current.barge_in

    def begin_turn(self) -> None:
        """Forget what was heard of earlier turns."""
        self._said = [item for item in self._said if item.played_ms is None]

    def say(self, text: str, *, barge_in: bool = True) -> None:
        """Say a text after those that wait."""
        self._count += 1
        item = _Spoken(text, barge_in, Utterance(f"{self._name}:{self._count}"))
        item.utterance = self._playout.utterance(
            f"{self._name}:{self._count}",
            on_started=lambda: self._on_started(text),
            on_finished=lambda played: self._finished(item, played),
        )
        self._said.append(item)
        self._waiting.append(item)
        self._playout.expect()
        self._playout.play(item.utterance)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._speak(), name=f"{self._name}:speak")

    def unfinished(self) -> list[str]:
        """The texts of which the caller has not heard the end."""
        return [item.text for item in self._said if item.played_ms is None]

    def stop(self) -> str:
        """Fall silent at once; the words that the caller heard since `begin_turn`."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._waiting.clear()
        current = next((item for item in self._said if item.played_ms is None), None)
        played = self._playout.stop()
        if current is not None and played is not None and played.utterance_id == current.utterance.utterance_id:
            current.played_ms = played.played_ms
        heard = [heard_words(item.clauses, item.played_ms) for item in self._said if item.played_ms is not None]
        self._said.clear()
        return " ".join(words for words in heard if words)

    async def aclose(self) -> None:
        """End the synthesis."""
        task, self._task = self._task, None
        self._waiting.clear()
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _speak(self) -> None:
        while self._waiting:
            item = self._waiting.pop(0)
            clauses = self._voice.speak(item.text, voice=self._speaker_name)
            try:
                async for clause in clauses:
                    item.clauses.append((clause.text, clause.duration_ms))
                    item.utterance.add(clause.packets)
            except SpeechUnavailable as problem:
                log.warning("%s: a text could not be spoken: %s", self._name, problem.code)
            finally:
                await clauses.aclose()
                item.utterance.finish()

    def _finished(self, item: _Spoken, played: Played) -> None:
        item.played_ms = played.played_ms
        if not self.busy:
            self._on_idle()
