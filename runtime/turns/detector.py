"""From levels and speech probabilities to a caller's turns: a state machine on the sample clock.

    voice        ▁▁▆███▇▁▁▆██▇▁▁▁▁▁▁▁▁▁▁▁▁
    told           S C    P R   P        E      Started, Confirmed, Paused, Resumed, Ended

Two things are fed: the level of each step of 10 ms, and a probability of speech for each window of 32 ms (512 samples
at 16 kHz). The windows say what is speech; the steps say when it stopped. How long silence must last is not decided
here: whoever reads the words of a pause says so with `decide`. Times are ms of audio since the call's first sample.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from runtime.turns.audibility import Audibility

STEP_MS = 10
WINDOW_MS = 32
START_PROBABILITY = 0.5
"""Silero's own threshold for speech."""
STOP_PROBABILITY = 0.35
"""Silero's own lower threshold: speech goes on until it falls below."""
START_WINDOWS = 2
"""64 ms: a click is one window."""
CONFIRM_WINDOWS = 6
"""192 ms of voice: a word; a cough is shorter."""
LASTING_WINDOWS = 7
"""224 ms of voice without a pause: enough to tell "okay" and "yeah", not a hum. Told again after as much."""
PAUSE_MS = 50
"""Recognition starts on what there is after so much silence, to be ready when it lasts. A "p" or "t" is shorter."""
PAUSE_WINDOWS_MS = 96
"""The same where only the windows tell: they are late, but a voice that is drowned has no level of its own."""
LOOK_AGAIN_MS = 260
"""A pause that is waited out is recognised once more: at 50 ms the end of a soft word may have been missing."""
LONG_HOLD_MS = 400
"""From here on there is time to look again."""
UNDECIDED_MS = 900
"""How long silence ends a turn of which nobody knows the words: the recogniser is late or not there."""
UNSURE_MS = 250
"""Silence by level that counts even while the windows still sound like speech: hum, breath."""
RESUME_STEPS = 3
"""30 ms of sound after a pause; shorter is a click."""
DOUBT_STEPS = 12
"""Sound that came back keeps the turn open for so long; by then the windows have told whether it is speech."""
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
class Lasting:
    """The voice lasts, without a pause so far: its words can be made out. Told again after each further 224 ms."""

    start_ms: int
    at_ms: int


@dataclass(frozen=True)
class Paused:
    """The caller paused: what was said so far is worth recognising. `revision` names the pause.

    `again`: the same pause lasts; its words may be clearer now.
    """

    revision: int
    start_ms: int
    end_ms: int
    again: bool = False


@dataclass(frozen=True)
class Resumed:
    """The caller went on after so long a pause: the recognition of that pause is out of date."""

    revision: int
    after_ms: int


@dataclass(frozen=True)
class Ended:
    """The caller's turn is over; `revision` is the pause whose recognition holds all of it."""

    revision: int
    start_ms: int
    end_ms: int
    confirmed: bool


TurnEvent = Started | Confirmed | Lasting | Paused | Resumed | Ended


class TurnDetector:
    """Feed it levels and probabilities, in order; a probability may come later than the levels of its window."""

    def __init__(self) -> None:
        self._audibility = Audibility()
        self._now_ms = 0
        self._windows = 0
        self._probability = 0.0
        self._waiting: deque[float] = deque()
        self._loud = 0
        self._revision = 0
        self._run = self._in_window = 0  # steps with sound: in a row, and since the last window
        self._speaking = False
        self._begin(0)

    def _begin(self, start_ms: int) -> None:
        self._start_ms = start_ms
        self._sound_end_ms = self._voice_end_ms = self._now_ms
        self._voiced = self._unbroken = self._sounds = 0
        self._paused = self._looked_again = self._confirmed = False
        self._hold_ms: int | None = None

    @property
    def speaking(self) -> bool:
        """Whether a turn of the caller is under way."""
        return self._speaking

    @property
    def now_ms(self) -> int:
        """The time of the last step."""
        return self._now_ms

    def feed(self, levels_dbfs: Sequence[float], probabilities: Sequence[float]) -> list[TurnEvent]:
        """What the next steps and windows bring."""
        events: list[TurnEvent] = []
        self._waiting.extend(probabilities)
        for level in levels_dbfs:
            self._step(level)
            while self._waiting and (self._windows + 1) * WINDOW_MS <= self._now_ms:
                events += self._window(self._waiting.popleft())
            events += self._quiet()
        return events

    def decide(self, revision: int, hold_ms: int) -> list[TurnEvent]:
        """How long the silence of this pause must last to end the turn; nothing when the caller went on meanwhile."""
        if not self._paused or revision != self._revision:
            return []
        self._hold_ms = hold_ms
        return self._quiet()

    def _step(self, level_dbfs: float) -> None:
        self._now_ms += STEP_MS
        speech = self._speaking and self._probability >= STOP_PROBABILITY
        if not self._audibility.hears(level_dbfs, speech=speech):
            self._run = 0
            return
        self._run += 1
        self._sounds += 1
        self._in_window += 1
        if not self._paused:
            self._sound_end_ms = self._now_ms

    def _window(self, probability: float) -> list[TurnEvent]:
        self._windows += 1
        self._probability = probability
        end_ms = self._windows * WINDOW_MS
        sounds, self._in_window = self._in_window, 0
        if not self._speaking:
            return self._in_silence(probability if sounds else 0.0, end_ms)
        if probability < (START_PROBABILITY if self._paused else STOP_PROBABILITY):
            self._unbroken = 0
            return []
        events: list[TurnEvent] = []
        if self._paused:
            if self._sounds < RESUME_STEPS:
                return []  # the windows are late: this one still hears what came before the pause
            events.append(Resumed(self._revision, end_ms - self._end_ms))
            self._paused = self._looked_again = False
            self._hold_ms, self._sound_end_ms = None, self._now_ms
        self._voice_end_ms = end_ms
        self._voiced += 1
        self._unbroken += 1
        if not self._confirmed and self._voiced >= CONFIRM_WINDOWS:
            self._confirmed = True
            events.append(Confirmed(end_ms))
        if self._unbroken % LASTING_WINDOWS == 0:
            events.append(Lasting(self._start_ms, end_ms))
        return events

    def _in_silence(self, probability: float, end_ms: int) -> list[TurnEvent]:
        self._loud = self._loud + 1 if probability >= START_PROBABILITY else 0
        if self._loud < START_WINDOWS:
            return []
        self._speaking = True
        self._begin(end_ms - self._loud * WINDOW_MS)
        self._voiced = self._unbroken = self._loud
        self._voice_end_ms = end_ms
        self._loud = 0
        return [Started(self._start_ms)]

    @property
    def _end_ms(self) -> int:
        return max(min(self._sound_end_ms, self._voice_end_ms), self._start_ms + WINDOW_MS)

    def _quiet(self) -> list[TurnEvent]:
        """What silence brings, if it is silent."""
        if not self._speaking:
            return []
        events: list[TurnEvent] = []
        quiet_ms = self._now_ms - self._end_ms
        heard_out = self._now_ms - self._sound_end_ms >= PAUSE_MS
        if not self._paused and (heard_out or self._now_ms - self._voice_end_ms >= PAUSE_WINDOWS_MS):
            events.append(self._pause())
        hold_ms = UNDECIDED_MS if self._hold_ms is None else self._hold_ms
        long = self._hold_ms is not None and hold_ms >= LONG_HOLD_MS
        if self._paused and not self._looked_again and long and quiet_ms >= LOOK_AGAIN_MS:
            events.append(self._pause(again=True))
        sure = (self._probability < STOP_PROBABILITY or quiet_ms >= UNSURE_MS) and not self._sounds_again
        too_long = self._now_ms - self._start_ms >= MAX_TURN_MS
        if (self._paused and sure and quiet_ms >= hold_ms) or too_long:
            if not self._paused:
                events.append(self._pause())
            self._speaking = False
            events.append(Ended(self._revision, self._start_ms, self._end_ms, self._confirmed))
        return events

    @property
    def _sounds_again(self) -> bool:
        """Whether there is sound again, and the windows have not told yet what it is."""
        return self._audibility.telling and RESUME_STEPS <= self._run < DOUBT_STEPS

    def _pause(self, *, again: bool = False) -> Paused:
        self._paused = True
        self._sounds = 0
        self._revision += 1
        if again:
            self._looked_again = True  # what was decided holds until the clearer words are read
        else:
            self._unbroken = 0
        return Paused(self._revision, self._start_ms, self._end_ms, again)
