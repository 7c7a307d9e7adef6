"""From speech probabilities to a caller's turns: a state machine on the sample clock, without clock or audio library.

    probability  ▁▁▆███▇▁▁▆██▇▁▁▁▁▁▁▁▁▁▁▁▁
    told           S C    P R   P        E      Started, Confirmed, Paused, Resumed, Ended

Each window is 512 samples at 16 kHz, 32 ms. Times are ms of audio since the call's first sample.
"""

from dataclasses import dataclass

from runtime.turns.hold import hold_ms

WINDOW_MS = 32
START_PROBABILITY = 0.5
"""Silero's own threshold for speech."""
STOP_PROBABILITY = 0.35
"""Silero's own lower threshold: speech goes on until it falls below."""
START_WINDOWS = 2
"""64 ms: a click is one window."""
CONFIRM_WINDOWS = 6
"""192 ms of voice: a word; a cough is shorter."""
PAUSE_WINDOWS = 3
"""96 ms of silence: recognition starts on what there is, to be ready when the silence lasts."""
MAX_TURN_MS = 30_000
"""The recogniser's window; somebody who talks longer is answered in parts."""


@dataclass(frozen=True)
class Started:
    """The caller began to speak."""

    at_ms: int


@dataclass(frozen=True)
class Confirmed:
    """It is speech, and not a click or a cough."""

    at_ms: int


@dataclass(frozen=True)
class Paused:
    """The caller paused: what was said so far is worth recognising. `revision` names the pause."""

    revision: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Resumed:
    """The caller went on: the recognition of that pause is out of date."""

    revision: int


@dataclass(frozen=True)
class Ended:
    """The caller's turn is over; `revision` is the pause whose recognition holds all of it."""

    revision: int
    start_ms: int
    end_ms: int
    confirmed: bool


TurnEvent = Started | Confirmed | Paused | Resumed | Ended


class TurnDetector:
    """Feed it one probability a window, in order."""

    def __init__(self) -> None:
        self._now_ms = 0
        self._loud = 0
        self._quiet = 0
        self._voiced = 0
        self._start_ms = 0
        self._end_ms = 0
        self._speaking = False
        self._paused = False
        self._confirmed = False
        self._revision = 0

    @property
    def speaking(self) -> bool:
        """Whether a turn of the caller is under way."""
        return self._speaking

    def feed(self, probability: float) -> list[TurnEvent]:
        """What the next window brings."""
        self._now_ms += WINDOW_MS
        return self._in_speech(probability) if self._speaking else self._in_silence(probability)

    def _in_silence(self, probability: float) -> list[TurnEvent]:
        self._loud = self._loud + 1 if probability >= START_PROBABILITY else 0
        if self._loud < START_WINDOWS:
            return []
        self._speaking, self._paused, self._confirmed = True, False, False
        self._quiet, self._voiced = 0, self._loud
        self._start_ms, self._end_ms = self._now_ms - self._loud * WINDOW_MS, self._now_ms
        self._loud = 0
        return [Started(self._start_ms)]

    def _in_speech(self, probability: float) -> list[TurnEvent]:
        events: list[TurnEvent] = []
        if probability >= (START_PROBABILITY if self._paused else STOP_PROBABILITY):
            self._quiet, self._end_ms = 0, self._now_ms
            self._voiced += 1
            if self._paused:
                self._paused = False
                events.append(Resumed(self._revision))
            if not self._confirmed and self._voiced >= CONFIRM_WINDOWS:
                self._confirmed = True
                events.append(Confirmed(self._now_ms))
        else:
            self._quiet += 1
            if self._quiet == PAUSE_WINDOWS:
                events.append(self._pause())
        too_long = self._now_ms - self._start_ms >= MAX_TURN_MS
        if self._quiet * WINDOW_MS >= hold_ms() or too_long:
            if not self._paused:
                events.append(self._pause())
            self._speaking = False
            events.append(Ended(self._revision, self._start_ms, self._end_ms, self._confirmed))
        return events

    def _pause(self) -> Paused:
        self._paused = True
        self._revision += 1
        return Paused(self._revision, self._start_ms, self._end_ms)
