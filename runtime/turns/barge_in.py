"""What the bot does while it is spoken over: be silent at once, then go on or stop for good.

    caller   ▂▆▆▆▆▆▆▆▆▆▆        ▂▆▆▆▂ "mhm"           ▂▂ a cough
    bot      ▆▆ duck  | cut     ▆▆ duck ▆▆▆▆▆▆▆▆      ▆ duck ▆▆▆▆▆

Silence comes first, because waiting for words would talk over the caller for half a second. What was only a sound or a
sign of listening gives the bot its voice back where it was; what was meant stops it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from runtime.turns.detector import Lasting, Resumed, Started, TurnEvent

SPEECH_MS = 640
"""A voice that lasts so long is speech, whatever it says: signs of listening are shorter."""
BACKCHANNEL_MS = 1_280
"""But "yeah, yeah, okay" is known to be one, and may take so long."""

Stance = Literal["speaks", "ducked", "cut"]
Meaning = Literal["nothing", "backchannel", "speech"]


@dataclass(frozen=True)
class BargeIn:
    """One caller's sound over the bot. `meaning`: of the words so far, None while they are not known."""

    stance: Stance = "speaks"
    meaning: Meaning | None = None
    started_ms: int = 0

    def after(self, event: TurnEvent) -> "BargeIn":
        """What the detector heard next."""
        match event:
            case Started(at_ms=at_ms):
                return BargeIn("ducked", None, at_ms)
            case _ if self.stance == "cut":
                return self
            case Lasting(at_ms=at_ms):
                return self._lasts(at_ms - self.started_ms)
            case Resumed() if self.meaning != "backchannel":
                return replace(self, stance="ducked")
        return self

    def over(self) -> "BargeIn":
        """The turn is over; what its words mean is not known yet, or was not worth stopping for."""
        return self if self.stance == "cut" else replace(self, stance="speaks")

    def understood(self, meaning: Meaning, *, paused: bool) -> "BargeIn":
        """The words so far are known. `paused`: the voice has stopped; else it goes on, and may yet say something.

        Of a voice that goes on only a sign of listening is certain: the beginning of one more is heard as any words.
        """
        match meaning:
            case _ if self.stance == "cut":
                return self
            case "speech":
                return replace(self, meaning=meaning, stance="cut" if paused else "ducked")
            case "nothing" if not paused:
                return self
        return replace(self, meaning=meaning, stance="speaks")

    def _lasts(self, ms: int) -> "BargeIn":
        known = self.meaning == "backchannel"
        if ms >= (BACKCHANNEL_MS if known else SPEECH_MS):
            return replace(self, stance="cut")
        return self if known else replace(self, stance="ducked")
