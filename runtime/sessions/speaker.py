"""The bot's mouth: texts in, packets into the playout, one after the other; and what the caller heard of them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Protocol

from runtime.media.playout import Playout
from runtime.media.utterance import Utterance
from runtime.sessions.clock import now_ns
from runtime.speech.clauses import clauses as split_clauses
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import SpokenClause
from runtime.turns.heard import heard_clauses, heard_words

log = logging.getLogger(__name__)

VOICE_ATTEMPTS = 2
"""A voice that crashed is back in a second or two; the rest of the text is worth a second try."""

OnAudible = Callable[[str, int], None]
"""Gets the text, and the monotonic ns of its first packet."""


class Voice(Protocol):
    """Turns a text into clauses of packets."""

    def speak(self, text: str, *, voice: str) -> AsyncGenerator[SpokenClause, None]:
        """Clause by clause; closing it stops the synthesis."""


@dataclass
class Prompt:
    """One text. `ahead` are the clauses that have no sound yet; `made` those that have, with their ms."""

    text: str
    barge_in: bool
    filler: bool
    on_audible: OnAudible
    utterance: Utterance
    ahead: list[str]
    made: list[tuple[str, int]] = field(default_factory=list)
    started: bool = False
    finished: bool = False


@dataclass(frozen=True)
class Cut:
    """What a stop did. `heard`: all words since the turn began; `last`: those of the text that was cut, if it began."""

    heard: str
    last: str | None
    prompts: bool
    """Whether anything but fillers was cut."""


@dataclass(frozen=True)
class _Rest:
    text: str
    barge_in: bool
    on_audible: OnAudible


class Speaker:
    """Speaks texts in order. All methods belong to the event loop."""

    def __init__(
        self, voice: Voice, playout: Playout, speaker_name: str, *, name: str, on_change: Callable[[], None]
    ) -> None:
        """`on_change` when a text was said to its end."""
        self._voice = voice
        self._playout = playout
        self._speaker_name = speaker_name
        self._name = name
        self._on_change = on_change
        self._waiting: list[Prompt] = []
        self._prompts: list[Prompt] = []
        self._heard_before: list[str] = []
        self._rest: list[_Rest] = []
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._count = 0

    @property
    def busy(self) -> bool:
        """Whether something is being said or is about to be."""
        return self._current is not None

    @property
    def audible(self) -> bool:
        """Whether a text has begun and is not over."""
        return self._current is not None and self._current.started

    @property
    def interruptible(self) -> bool:
        """Whether the caller may interrupt what is being said now."""
        return self._current is None or self._current.barge_in

    @property
    def _current(self) -> Prompt | None:
        return next((prompt for prompt in self._prompts if not prompt.finished), None)

    def begin_turn(self) -> None:
        """The caller had a turn: what was heard before it, and what was left unsaid, is past."""
        self._prompts = [prompt for prompt in self._prompts if not prompt.finished]
        self._heard_before.clear()
        self._rest.clear()

    def say(
        self,
        text: str,
        *,
        on_audible: OnAudible,
        barge_in: bool = True,
        filler: bool = False,
        spoken: str | None = None,
    ) -> None:
        """Say a text after those that wait. `spoken`: how it is said where that differs from how it is written."""
        self._count += 1
        utterance = self._playout.utterance(
            f"{self._name}:{self._count}",
            on_started=lambda: self._started(prompt),
            on_finished=lambda _played: self._finished(prompt),
        )
        prompt = Prompt(text, barge_in, filler, on_audible, utterance, list(split_clauses(spoken or text)))
        self._prompts.append(prompt)
        self._waiting.append(prompt)
        self._playout.expect()
        self._playout.play(utterance)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._speak(), name=f"{self._name}:speak")

    def cut(self) -> Cut:
        """Fall silent at once; what the caller heard, fillers left out. What was not heard can be said by `go_on`."""
        self._cancel()
        current = self._current
        played = self._playout.stop()
        unsaid = [prompt for prompt in self._prompts if not prompt.finished]
        played_ms = played.played_ms if current is not None and played is not None and current.started else 0
        last = heard_words(current.made, played_ms) if current is not None and current.started else None
        self._heard_before += [prompt.text for prompt in self._prompts if prompt.finished and not prompt.filler]
        heard = list(self._heard_before)
        if current is not None and not current.filler:
            heard.append(last or "")
            # Should it go on, the clause that was cut is said, and so counted, once more.
            self._heard_before += [text for text, _ in current.made[: heard_clauses(current.made, played_ms)]]
        self._rest = [_rest(prompt, played_ms if prompt is current else 0) for prompt in unsaid if not prompt.filler]
        self._prompts.clear()
        return Cut(" ".join(filter(None, heard)), last, any(not prompt.filler for prompt in unsaid))

    def go_on(self) -> None:
        """Nobody meant to interrupt: say what the last cut took away, from the clause in which it was cut."""
        rest, self._rest = self._rest, []
        for item in rest:
            if item.text:
                self.say(item.text, barge_in=item.barge_in, on_audible=item.on_audible)

    async def aclose(self) -> None:
        """End the synthesis."""
        self._cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _cancel(self) -> None:
        task, self._task = self._task, None
        self._waiting.clear()
        if task is not None and not task.done():
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
            task.cancel()

    async def _speak(self) -> None:
        while self._waiting:
            prompt = self._waiting.pop(0)
            try:
                await self._synthesise(prompt)
            except Exception:
                log.exception("%s: a text could not be spoken", self._name)
            finally:
                prompt.utterance.finish()
            if not prompt.made:
                self._started(prompt)  # it can be read, at least

    async def _synthesise(self, prompt: Prompt) -> None:
        for _ in range(VOICE_ATTEMPTS):
            spoken = self._voice.speak(" ".join(prompt.ahead), voice=self._speaker_name)
            async with contextlib.aclosing(spoken):
                try:
                    async for clause in spoken:
                        prompt.made.append((clause.text, clause.duration_ms))
                        del prompt.ahead[:1]
                        prompt.utterance.add(clause.packets)
                except SpeechUnavailable as problem:
                    log.warning("%s: a text could not be spoken: %s", self._name, problem.code)
                    continue
            return

    def _started(self, prompt: Prompt) -> None:
        if not prompt.started:
            prompt.started = True
            prompt.on_audible(prompt.text, now_ns())

    def _finished(self, prompt: Prompt) -> None:
        prompt.finished = True
        self._on_change()


def _rest(prompt: Prompt, played_ms: int) -> _Rest:
    done = heard_clauses(prompt.made, played_ms)
    text = " ".join([*(clause for clause, _ in prompt.made[done:]), *prompt.ahead])
    return _Rest(text, prompt.barge_in, prompt.on_audible)
