"""The bot's ear: audio in, turns of the caller out, each with what was recognised in the pause already."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from runtime.sessions.audio_buffer import AudioBuffer
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import Transcript
from runtime.turns.detector import Ended, Paused, Resumed, TurnDetector, TurnEvent

log = logging.getLogger(__name__)


class Recogniser(Protocol):
    """Turns audio into words."""

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = ()) -> Transcript:
        """16 kHz mono int16 in."""


class ActivityStream(Protocol):
    """Gives a probability of speech for each window of 512 samples."""

    def push(self, pcm: npt.NDArray[np.int16]) -> "asyncio.Future[list[float]]":
        """Audio of any length; the probabilities of the windows that it completes."""


class Listener:
    """Belongs to one call and to the event loop. `on_event` gets turn events in order."""

    def __init__(
        self,
        recogniser: Recogniser,
        activity: ActivityStream,
        *,
        name: str,
        hints: Callable[[], Sequence[str]],
        on_event: Callable[[TurnEvent], None],
    ) -> None:
        self._recogniser = recogniser
        self._activity = activity
        self._name = name
        self._hints = hints
        self._on_event = on_event
        self._buffer = AudioBuffer()
        self._detector = TurnDetector()
        self._work: dict[int, asyncio.Task[Transcript | None]] = {}
        self._arrivals: tuple[float, int] = (0.0, time.monotonic_ns())
        self._closed = False

    def hear(self, pcm: npt.NDArray[np.int16], arrival_ns: int) -> None:
        """A frame of the caller's audio."""
        if self._closed:
            return
        self._buffer.append(pcm)
        self._arrivals = self._buffer.end_ms, arrival_ns
        self._activity.push(pcm).add_done_callback(self._on_probabilities)

    def arrived_ns(self, at_ms: float) -> int:
        """The monotonic time at which the sample of that moment arrived."""
        end_ms, arrival_ns = self._arrivals
        return arrival_ns - int((end_ms - at_ms) * 1e6)

    async def transcript(self, revision: int) -> Transcript | None:
        """What was recognised in a pause; None when the recogniser is not there."""
        task = self._work.pop(revision, None)
        return await task if task is not None else None

    async def aclose(self) -> None:
        """Hear nothing more and end what is being recognised."""
        self._closed = True
        tasks = list(self._work.values())
        self._work.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _on_probabilities(self, future: "asyncio.Future[list[float]]") -> None:
        if self._closed or future.cancelled():
            return
        if (problem := future.exception()) is not None:
            log.warning("%s: speech cannot be detected: %s", self._name, problem)
            return
        for probability in future.result():
            for event in self._detector.feed(probability):
                self._deal_with(event)

    def _deal_with(self, event: TurnEvent) -> None:
        match event:
            case Paused(revision=revision, start_ms=start_ms, end_ms=end_ms):
                pcm = self._buffer.cut(start_ms, end_ms)
                name = f"{self._name}:recognise {revision}"
                self._work[revision] = asyncio.create_task(self._recognise(pcm), name=name)
            case Resumed(revision=revision):
                self._drop(revision)
            case Ended(revision=revision):
                for older in [known for known in self._work if known != revision]:
                    self._drop(older)
        self._on_event(event)

    def _drop(self, revision: int) -> None:
        if (task := self._work.pop(revision, None)) is not None:
            task.cancel()

    async def _recognise(self, pcm: npt.NDArray[np.int16]) -> Transcript | None:
        try:
            return await self._recogniser.transcribe(pcm, hints=self._hints())
        except SpeechUnavailable as problem:
            log.warning("%s: speech cannot be recognised: %s", self._name, problem.code)
            return None
