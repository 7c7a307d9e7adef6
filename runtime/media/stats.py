"""What a media peer counts."""

from collections import deque
from dataclasses import dataclass

from runtime.media import opus

WINDOW_PACKETS = 512  # about 10 s: the clocks of the two ends drift less than a millisecond in it
FRAME_MS = opus.PACKET_MS  # a packet leaves the caller when its last sample has been spoken
NEVER_SO_LATE_MS = 3_000.0  # a call without packets for so long is over
NEVER_SO_EARLY_MS = 200.0  # no packet overtakes the quickest one before it by so much: the sender's clock has jumped
LOOK_AHEAD_MS = 6.5  # of the caller's encoder (libopus in its default mode)


@dataclass(frozen=True, slots=True)
class MediaStats:
    """Counts of one peer so far; `uplink_ms` is None until it can be estimated."""

    packets: int
    lost: int
    late: int
    restarts: int
    frames: int
    dropped_frames: int
    sent_packets: int
    underruns: int
    late_sendings: int
    reanchored: int
    uplink_ms: float | None
    connect_ms: float | None


class UplinkEstimate:
    """How old a sample is when its packet arrives: framing and look-ahead, half a round trip, and queueing.

    Queueing is the median excess of (arrival - RTP time) over its smallest value in the window.
    """

    def __init__(self) -> None:
        self._transits: deque[float] = deque(maxlen=WINDOW_PACKETS)
        self._base: tuple[int, int] | None = None

    def on_packet(self, rtp_timestamp: int, arrival_ns: int) -> None:
        """Note one packet."""
        if self._base is None:
            self._base = (rtp_timestamp, arrival_ns)
        elapsed = (rtp_timestamp - self._base[0] + (1 << 31)) % (1 << 32) - (1 << 31)
        transit = (arrival_ns - self._base[1]) / 1e6 - elapsed * 1000 / opus.RATE_HZ
        quickest = min(self._transits, default=transit)
        jumped = not -NEVER_SO_EARLY_MS < transit - quickest < NEVER_SO_LATE_MS
        if jumped or abs(elapsed) > 1 << 30:  # hours later, or a stream that started elsewhere: measure from here on
            self._transits.clear()
            self._base, transit = (rtp_timestamp, arrival_ns), 0.0
        self._transits.append(transit)

    def estimate_ms(self, round_trip_ms: float | None) -> float | None:
        """The estimate in ms, or None before the first packet."""
        if not self._transits:
            return None
        ordered = sorted(self._transits)
        queueing = ordered[len(ordered) // 2] - ordered[0]
        return round(FRAME_MS + LOOK_AHEAD_MS + (round_trip_ms or 0.0) / 2 + queueing, 1)
