"""The bot's ear: audio in, turns of the caller out, with the words of each pause as soon as they are known."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from runtime.sessions.audio_buffer import RATE_HZ, AudioBuffer
from runtime.sessions.clock import now_ns
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.ports import Recogniser
from runtime.speech.results import Transcript
from runtime.turns.backchannel import HINTS, LONGEST_MS
from runtime.turns.detector import (
    WINDOW_MS,
    Confirmed,
    Ended,
    Lasting,
    Paused,
    Resumed,
    Started,
    TurnDetector,
    TurnEvent,
)
from runtime.turns.level import Levels

log = logging.getLogger(__name__)

WINDOW_SAMPLES = WINDOW_MS * RATE_HZ // 1000


class ActivityStream(Protocol):
    """Gives a probability of speech for each window of 512 samples."""

    def push(self, pcm: npt.NDArray[np.int16]) -> "asyncio.Future[list[float]]":
        """Audio of any length; the probabilities of the windows that it completes."""


@dataclass(frozen=True)
class Guessed:
    """The words of a pause, which may be the end of the turn or not; None when the recogniser was not there.

    `revision` names the pause. `early`: the caller has not even paused yet; all that may follow is that the bot goes
    on, because they only listen.
    """

    revision: int
    words: Transcript | None
    early: bool = False


@dataclass(frozen=True)
class TurnOver:
    """The caller's turn is over. `words` end in its transcript, or in None when the recogniser was not there."""

    confirmed: bool
    speech_end_ns: int
    """When the caller's last sound arrived."""
    words: "asyncio.Task[Transcript | None]"
    revision: int = 0
    """The pause that ended it."""
    end_ms: int = 0
    """The last sound, in ms of audio since the call's first sample."""


Heard = Started | Confirmed | Lasting | Paused | Resumed | Guessed | TurnOver


class Listener:
    """Belongs to one call and to the event loop. `on_event` gets what is heard, in order."""

    def __init__(
        self,
        recogniser: Recogniser,
        activity: ActivityStream,
        *,
        name: str,
        hints: Callable[[], Sequence[str]],
        on_event: Callable[[Heard], None],
        wants_early: Callable[[], bool] = lambda: False,
        asks: Callable[[], str] = lambda: "",
        early: Recogniser | None = None,
    ) -> None:
        """`asks`: the type of the slot that is asked for, or nothing. `early`: reads what is looked at early; None: as
        all else.

        `wants_early`: whether the words of a voice that has not paused yet matter: it speaks over the bot.
        """
        self._recogniser, self._early_recogniser = recogniser, early or recogniser
        self._activity = activity
        self._name = name
        self._hints = hints
        self._on_event = on_event
        self._wants_early = wants_early
        self._asks = asks
        self._buffer = AudioBuffer()
        self._levels = Levels()
        self._detector = TurnDetector()
        self._pause: asyncio.Task[Transcript | None] | None = None
        self._early: asyncio.Task[Transcript | None] | None = None
        self._tasks: set[asyncio.Task[Transcript | None]] = set()
        self._arrivals: tuple[float, int] = (0.0, now_ns())
        self._samples = 0
        self._turn_end_ms = 0.0
        self._deaf = False
        self._closed = False

    def hear(self, pcm: npt.NDArray[np.int16], arrival_ns: int, *, made_up: bool = False) -> None:
        """A frame of the caller's audio, or, `made_up`, silence because none came."""
        if self._closed:
            return
        before, self._samples = self._samples, self._samples + len(pcm)
        windows = self._samples // WINDOW_SAMPLES - before // WINDOW_SAMPLES
        levels = self._levels.of(pcm)
        self._buffer.append(pcm, made_up=made_up)
        self._arrivals = self._buffer.end_ms, arrival_ns
        self._activity.push(pcm).add_done_callback(lambda found: self._on_probabilities(levels, found, windows))

    def take_back(self, samples: int) -> None:
        """So many samples of the silence that was made up stand for audio that was late: words are not read with it."""
        self._buffer.take_back(samples)

    def decide(self, revision: int, hold_ms: int) -> None:
        """How long the silence of a pause must last to end the turn."""
        if not self._closed:
            self._deal_with_all(self._detector.decide(revision, hold_ms))

    async def aclose(self) -> None:
        """Hear nothing more and end what is being recognised."""
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _arrived_ns(self, at_ms: float) -> int:
        """The monotonic time at which the sample of that moment arrived."""
        end_ms, arrival_ns = self._arrivals
        return arrival_ns - int((end_ms - at_ms) * 1e6)

    def _on_probabilities(self, levels: Sequence[float], found: "asyncio.Future[list[float]]", windows: int) -> None:
        if self._closed or found.cancelled():
            return
        problem = found.exception()
        if problem is not None and not self._deaf:
            log.warning("%s: speech cannot be detected: %s", self._name, problem)
        self._deaf = problem is not None
        # What could not be looked at counts as silence: the detector's clock must not fall behind the audio.
        probabilities = found.result() if problem is None else [0.0] * windows
        self._deal_with_all(self._detector.feed(levels, probabilities))

    def _deal_with_all(self, events: Sequence[TurnEvent]) -> None:
        for event in events:
            self._deal_with(event)

    def _deal_with(self, event: TurnEvent) -> None:
        match event:
            case Lasting(start_ms=start_ms, at_ms=at_ms):
                if self._early is None and self._wants_early():
                    self._early = self._start(0, start_ms, at_ms, early=True)
            case Paused(revision=revision, start_ms=start_ms, end_ms=end_ms):
                self._drop_pause()  # what is read early still counts: "yeah" is over, or goes on, before it is known
                self._pause = self._start(revision, start_ms, end_ms)
            case Resumed():
                self._drop_pause()
            case Ended(revision=revision, end_ms=end_ms, confirmed=confirmed):
                self._drop_early()
                words, self._pause = self._pause, None
                assert words is not None  # each Ended has its Paused
                self._turn_end_ms = end_ms
                self._on_event(TurnOver(confirmed, self._arrived_ns(end_ms), words, revision, end_ms))
        if not isinstance(event, Ended):
            self._on_event(event)

    def _drop_pause(self) -> None:
        """What is being recognised of the last pause is out of date."""
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def _drop_early(self) -> None:
        """So is what is read of a voice that has not paused."""
        if self._early is not None:
            self._early.cancel()
            self._early = None

    def _start(
        self, revision: int, start_ms: int, end_ms: int, *, early: bool = False
    ) -> "asyncio.Task[Transcript | None]":
        pcm = self._buffer.cut(start_ms, end_ms, not_before_ms=self._turn_end_ms)
        may_only_listen = not early and self._wants_early() and end_ms - start_ms <= LONGEST_MS
        hints = (*self._hints(), *(HINTS if may_only_listen else ()))
        work = self._recognise(pcm, revision, hints, early=early)
        task = asyncio.create_task(work, name=f"{self._name}:recognise {revision}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _recognise(
        self, pcm: npt.NDArray[np.int16], revision: int, hints: Sequence[str], *, early: bool
    ) -> Transcript | None:
        words = None
        try:
            ear = self._early_recogniser if early else self._recogniser
            words = await ear.transcribe(pcm, hints=hints, asks="" if early else self._asks())
        except SpeechUnavailable as problem:
            log.warning("%s: speech cannot be recognised: %s", self._name, problem.code)
        except Exception:
            log.exception("%s: the recogniser failed", self._name)
        if asyncio.current_task() is (self._early if early else self._pause) and not self._closed:
            if early:
                self._early = None
            else:
                self._drop_early()  # it cannot tell more
            self._on_event(Guessed(revision, words, early))  # else the turn is over: they come with it
        return words
