"""What the caller does when: a pure script over times in milliseconds since the socket opened."""

from dataclasses import dataclass, replace
from enum import Enum

PAUSE_MS = 300.0  # a person starts about this long after the other fell silent
AFTERWARDS_MS = 2000.0  # after the last answer: room for what the bot adds
WITHOUT_END_MS = 120_000.0  # since the last thing that the caller said


class Step(Enum):
    """What to do now."""

    WAIT = "wait"
    SPEAK = "speak"
    HANG_UP = "hang_up"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Script:
    """The conversation as the caller sees it. Every method returns the next script; none reads a clock.

    `spoken` recordings of `count` have been started. With `overlap_ms` each one starts that long after the bot began
    to speak, else 300 ms after the bot fell silent and listens.
    """

    count: int
    overlap_ms: float | None = None
    spoken: int = 0
    speaking: bool = False
    listening_since_ms: float | None = None
    onset_ms: float | None = None
    said_ms: float = 0.0

    def connected(self, now_ms: float) -> "Script":
        """The media stands."""
        return replace(self, said_ms=now_ms)

    def state(self, name: str, now_ms: float) -> "Script":
        """The server said what the bot does."""
        since = now_ms if name == "listening" else None
        keep = since is not None and self.listening_since_ms is not None
        return self if keep else replace(self, listening_since_ms=since)

    def bot_began(self, onset_ms: float) -> "Script":
        """The bot became audible after a pause; the first time since the caller spoke counts."""
        old = self.speaking or self.onset_ms is not None or (self.spoken > 0 and onset_ms < self.said_ms)
        return self if old else replace(self, onset_ms=onset_ms)

    def started(self, now_ms: float) -> "Script":
        """The next recording is being sent."""
        return replace(self, spoken=self.spoken + 1, speaking=True, said_ms=now_ms, onset_ms=None)

    def finished(self, now_ms: float) -> "Script":
        """The last audible window of the recording went out at `now_ms`."""
        return replace(self, speaking=False, said_ms=now_ms, onset_ms=None)

    def broken_off(self, now_ms: float) -> "Script":
        """The call was broken off; another connection is being made."""
        return replace(self, speaking=False, listening_since_ms=None, onset_ms=None, said_ms=now_ms)

    def again(self) -> "Script":
        """What was said last was lost: it is said again when the bot listens."""
        return replace(self, spoken=max(0, self.spoken - 1))

    @property
    def answered(self) -> bool:
        """The bot has reacted to what the caller said last: it spoke, or it listens anew."""
        return self.onset_ms is not None or (self.listening_since_ms or 0.0) > self.said_ms

    def due_ms(self, bot_sound_ms: float | None) -> float | None:
        """When the next step falls due if nothing happens before; `bot_sound_ms` is the bot's last audible window."""
        if self.speaking:
            return None
        if self.spoken < self.count and self.overlap_ms is not None:
            return None if self.onset_ms is None else self.onset_ms + self.overlap_ms
        if self.listening_since_ms is None or (self.spoken > 0 and not self.answered):
            return None
        quiet_since = max(self.listening_since_ms, bot_sound_ms or 0.0)
        return quiet_since + (PAUSE_MS if self.spoken < self.count else AFTERWARDS_MS)

    def step(self, now_ms: float, bot_sound_ms: float | None) -> Step:
        """What to do at `now_ms`."""
        due = self.due_ms(bot_sound_ms)
        if due is not None and now_ms >= due:
            return Step.SPEAK if self.spoken < self.count else Step.HANG_UP
        return Step.GIVE_UP if now_ms - self.said_ms >= WITHOUT_END_MS else Step.WAIT
