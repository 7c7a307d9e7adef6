"""When the parts of one turn happened, on this server's clock. docs/reference/turn-parts.md says what they mean."""

from dataclasses import dataclass, field

from runtime.sessions.clock import now_ns
from runtime.turns.hold import Hold


@dataclass
class TurnClock:
    """Moments in monotonic ns, 0 when they did not come. `speech_end_ns`: the caller's last sound arrived."""

    speech_end_ns: int = 0
    committed_ns: int = field(default_factory=now_ns)
    recognised_ns: int = 0
    begun_ns: int = 0
    understanding_ms: float = 0.0
    filler: bool = False
    speculated: bool = False
    """Whether the answer was worked out in the pause, before it was certain that the turn was over."""
    hold: Hold | None = None
    """How long the silence at its end had to last, and why; None for a turn without speech."""
    first_token_ns: int = 0
    """A language model began to write."""
    first_say_ns: int = 0
    answer_say_ns: int = 0
    first_audio_ns: int = 0
    answer_audio_ns: int = 0
    own_filler: bool = False
    """Whether a tool is waited for that the bot has words of its own for."""
    progress_ns: int = field(default_factory=now_ns)
    """When something of the turn got on last."""
    _waits_since_ns: int = 0
    _waited_ns: int = 0

    def recognised(self) -> None:
        """The words are there."""
        self.recognised_ns = now_ns()

    def begins(self) -> None:
        """The conversation takes the turn up."""
        self.begun_ns = self.progress_ns = now_ns()

    def waits(self) -> None:
        """Something outside is asked: a tool."""
        self._waits_since_ns = self.progress_ns = now_ns()

    @property
    def outside(self) -> bool:
        """Whether something outside is waited for."""
        return self._waits_since_ns > 0

    def waits_no_more(self) -> None:
        """It answered. Only waiting before the bot's first words counts."""
        if self._waits_since_ns and not self.first_say_ns:
            self._waited_ns += now_ns() - self._waits_since_ns
        self._waits_since_ns = 0
        self.progress_ns = now_ns()

    def token(self) -> None:
        """The first words of a language model came."""
        self.waits_no_more()
        self.first_token_ns = self.first_token_ns or now_ns()

    def says(self, *, filler: bool = False, at_ns: int = 0) -> None:
        """A text goes to the voice, or went there at `at_ns`."""
        self.progress_ns = now_ns()
        now = at_ns or self.progress_ns
        if not self.first_say_ns:
            if self._waits_since_ns:
                self._waited_ns += now - self._waits_since_ns
            self.first_say_ns = now
        if filler:
            self.filler = True
        elif not self.answer_say_ns:
            self.answer_say_ns = now

    def silent_ms(self) -> float:
        """How long the caller has heard nothing; 0 when something was said, and for a turn without speech."""
        return (now_ns() - self.speech_end_ns) / 1e6 if self.speech_end_ns and not self.first_say_ns else 0.0

    def audible(self, at_ns: int, *, filler: bool = False) -> None:
        """The first packet of a text was handed over."""
        self.first_audio_ns = self.first_audio_ns or at_ns
        if not filler:
            self.answer_audio_ns = self.answer_audio_ns or at_ns

    def parts(self, uplink_ms: float) -> dict[str, float]:
        """Each part in ms, {} for a turn without speech. They add up to the total. `egress` is the caller's to know."""
        if not self.speech_end_ns:
            return {}
        recognised = self.recognised_ns or self.committed_ns
        heard = {
            "uplink": uplink_ms,
            "hold": (self.committed_ns - self.speech_end_ns) / 1e6,
            "recognition": (recognised - self.committed_ns) / 1e6,
        }
        return _rounded({**heard, **self._worked(recognised, self.first_say_ns or self.begun_ns or recognised)})

    def parts_here(self, done_ns: int) -> dict[str, float]:
        """The same of a turn without speech, from its arrival until the bot's first words; until `done_ns`, when its
        step was over, where there were none, or they are written."""
        parts = self._worked(self.committed_ns, self.first_say_ns or done_ns)
        return {name: ms for name, ms in _rounded(parts).items() if ms > 0}

    def _worked(self, since_ns: int, said: int) -> dict[str, float]:
        """What was done here from a moment on, until the first words went to the voice, and what that made of them."""
        begun = self.begun_ns or since_ns
        outside_ms = (begun - since_ns + self._waited_ns) / 1e6
        clause_ms = max(0, said - max(self.first_token_ns, begun)) / 1e6 if self.first_token_ns else 0.0
        inside_ms = (said - since_ns) / 1e6 - outside_ms - clause_ms
        understanding_ms = min(self.understanding_ms, max(inside_ms, 0.0))
        return {
            "understanding": understanding_ms,
            "engine": inside_ms - understanding_ms,
            "first_token": outside_ms,
            "clause": clause_ms,
            "synthesis": ((self.first_audio_ns or said) - said) / 1e6,
            "egress": 0.0,
        }

    def total_ms(self, uplink_ms: float) -> float | None:
        """From the caller's last sound to the first packet of anything that was said; None when nothing was."""
        return round(sum(self.parts(uplink_ms).values()), 1) if self.speech_end_ns and self.first_audio_ns else None

    def answer_ms(self, uplink_ms: float) -> float | None:
        """The same to the first packet of the answer itself, without fillers."""
        if not self.speech_end_ns or not self.answer_audio_ns:
            return None
        if self.answer_audio_ns == self.first_audio_ns:
            return self.total_ms(uplink_ms)
        return round((self.answer_audio_ns - self.speech_end_ns) / 1e6 + uplink_ms, 1)


def _rounded(parts: dict[str, float]) -> dict[str, float]:
    return {name: round(max(0.0, value), 1) for name, value in parts.items()}
