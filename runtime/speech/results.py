"""What the speech workers answer with."""

from dataclasses import dataclass, replace

OPUS_PACKET_MS = 20
"""Length of every Opus packet, the step of the playout track."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one clip. `text` is empty when nobody spoke.

    `others` is what else it may have been, the likeliest first. `shares` are the likeliest guesses, with the
    text itself, each with its part of 1.
    `confidence` is the mean probability of a token (0 to 1), `no_speech` the model's belief that nobody spoke (0 to 1).
    """

    text: str
    confidence: float
    no_speech: float
    audio_ms: int
    took_ms: int
    others: tuple[str, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()

    def with_others(self, others: tuple[str, ...]) -> "Transcript":
        """The same with other guesses."""
        return replace(self, others=others)


@dataclass(frozen=True, slots=True)
class SpokenClause:
    """One clause as 20 ms Opus packets (mono, 48 kHz), ready for the playout; `took_ms` is 0 when it was kept ready."""

    text: str
    packets: tuple[bytes, ...]
    duration_ms: int
    took_ms: int
