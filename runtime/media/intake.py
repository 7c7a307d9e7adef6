"""Which packets are worth decoding: those that are Opus, and of these no more than a microphone can have made.

FFmpeg takes a packet without a byte for the end of the stream, and decodes nothing after it: the call would be deaf.
A packet may hold 120 ms, so a flood of small packets is hours of sound for whatever listens behind.
"""

from runtime.media import opus

BURST_MS = 5_000.0
"""Sound that may come at once: after a stall of the network all of it does, and after 3 s the call is over."""
PACE = 1.1
"""Of real time, in the long run: clocks of sound cards differ by less than a thousandth."""


class Intake:
    """Of one receiver. `garbage`: packets that are no Opus; `surplus`: packets of more sound than time has passed."""

    def __init__(self) -> None:
        self.garbage = 0
        self.surplus = 0
        self._ahead_ms = 0.0
        self._last_ns: int | None = None

    def takes(self, payload: bytes, now_ns: int) -> bool:
        """Whether to decode it. `now_ns`: monotonic."""
        try:
            samples = opus.packet_samples(payload)
        except ValueError:
            self.garbage += 1
            return False
        if self._last_ns is not None:
            self._ahead_ms = max(0.0, self._ahead_ms - PACE * (now_ns - self._last_ns) / 1e6)
        self._last_ns = now_ns
        ms = samples * 1000 / opus.RATE_HZ
        if self._ahead_ms + ms > BURST_MS:
            self.surplus += 1
            return False
        self._ahead_ms += ms
        return True
