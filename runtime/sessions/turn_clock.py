"""When the parts of one turn happened, on this server's clock; the parts add up to the total."""

import time
from dataclasses import dataclass, field


@dataclass
class TurnClock:
    """Moments in monotonic ns. `speech_end_ns` is the arrival of the caller's last sound; 0 for typed turns."""

    speech_end_ns: int = 0
    committed_ns: int = field(default_factory=time.monotonic_ns)
    recognised_ns: int = 0
    understanding_ms: float = 0.0
    engine_ms: float = 0.0
    first_say_ns: int = 0
    first_answer_ns: int = 0
    first_audio_ns: int = 0
    answer_audio_ns: int = 0
    filler: bool = False

    def parts(self, uplink_ms: float) -> dict[str, float]:
        """Each part in ms; `egress` is known at the caller's end only."""
        if not self.speech_end_ns:
            return {}
        recognised = self.recognised_ns or self.committed_ns
        said = self.first_say_ns or recognised
        audio = self.first_audio_ns or said
        between = max(0.0, (said - recognised) / 1e6 - self.understanding_ms)
        return {
            "uplink": round(uplink_ms, 1),
            "hold": round((self.committed_ns - self.speech_end_ns) / 1e6, 1),
            "recognition": round((recognised - self.committed_ns) / 1e6, 1),
            "understanding": round(self.understanding_ms, 1),
            "engine": round(between, 1),
            "first_token": 0.0,
            "clause": 0.0,
            "synthesis": round((audio - said) / 1e6, 1),
            "egress": 0.0,
        }

    def answer_ms(self) -> float | None:
        """From the caller's last sound to the first sound of the answer itself, without fillers."""
        if not self.speech_end_ns or not self.answer_audio_ns:
            return None
        return round((self.answer_audio_ns - self.speech_end_ns) / 1e6, 1)
