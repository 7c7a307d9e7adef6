"""An audio jitter buffer that holds nothing back: in order means out at once.

aiortc's own one releases a packet when four later ones are there (80 ms in every turn) and, after one lost packet,
stays 280 ms behind for the rest of the call. Opus hides a missing packet better than a late one helps, so a hole is
given up as soon as two later packets are in hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

GIVE_UP_AFTER_PACKETS = 2  # one reordered neighbour is common, two are a loss
RESTART_BEHIND_PACKETS = 100  # 2 s in the past: not late, but a sender that started again
_SEQUENCES = 1 << 16


class Sequenced(Protocol):
    """What the buffer looks at in an RTP packet."""

    @property
    def sequence_number(self) -> int: ...
    @property
    def ssrc(self) -> int: ...


P = TypeVar("P", bound=Sequenced)


@dataclass(slots=True)
class JitterCounts:
    """Packets since the start: skipped holes, late or repeated ones that were dropped, restarts of the stream."""

    received: int = 0
    lost: int = 0
    late: int = 0
    restarts: int = 0


class ImmediateReleaseBuffer(Generic[P]):
    """Orders packets of one stream. Between calls it holds at most one packet in front of a hole, and one on trial."""

    def __init__(self) -> None:
        self.counts = JitterCounts()
        self._ssrc: int | None = None
        self._expected = 0
        self._held: dict[int, P] = {}
        self._trial: P | None = None

    @property
    def held(self) -> int:
        """Packets in hand."""
        return len(self._held) + (self._trial is not None)

    def add(self, packet: P) -> Sequence[P]:
        """Take one packet; return those that are due now, in order."""
        self.counts.received += 1
        if self._ssrc is None:
            return self._start(packet)
        ahead = (packet.sequence_number - self._expected) % _SEQUENCES
        behind = _SEQUENCES - ahead
        if packet.ssrc != self._ssrc or (ahead >= _SEQUENCES // 2 and behind >= RESTART_BEHIND_PACKETS):
            return self._on_trial(packet)
        if ahead >= _SEQUENCES // 2 or packet.sequence_number in self._held:
            self.counts.late += 1
            return ()
        self._trial = None
        self._held[packet.sequence_number] = packet
        if ahead and len(self._held) >= GIVE_UP_AFTER_PACKETS:
            nearest = min(self._held, key=lambda number: (number - self._expected) % _SEQUENCES)
            self.counts.lost += (nearest - self._expected) % _SEQUENCES
            self._expected = nearest
        return self._release()

    def _release(self) -> Sequence[P]:
        due = []
        while (packet := self._held.pop(self._expected, None)) is not None:
            due.append(packet)
            self._expected = (self._expected + 1) % _SEQUENCES
        return due

    def _start(self, *packets: P) -> Sequence[P]:
        self._held.clear()
        self._trial = None
        self._ssrc = packets[-1].ssrc
        self._expected = (packets[-1].sequence_number + 1) % _SEQUENCES
        return packets

    def _on_trial(self, packet: P) -> Sequence[P]:
        """A stream that starts again must show two packets in a row: a single stray one changes nothing."""
        trial, self._trial = self._trial, packet
        if trial is None or trial.ssrc != packet.ssrc:
            return ()
        if packet.sequence_number != (trial.sequence_number + 1) % _SEQUENCES:
            return ()
        self.counts.restarts += 1
        return self._start(trial, packet)
