"""What the caller hears: every RTP packet with its arrival, taken before aiortc's jitter buffer.

Timing through aiortc's own buffer would add 80 ms (280 after a loss), so the buffer is replaced by a tap and aiortc
decodes nothing. A thread of this module decodes for the ear: the event loop only notes the time.
"""

import queue
import threading
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from runtime.caller.loudness import RATE_HZ, WINDOW_SAMPLES, audible_windows
from runtime.caller.network import Downhill, Network

JITTER_BUFFER = "_RTCRtpReceiver__jitter_buffer"  # aiortc is pinned; a test holds that the hook still takes
ONSET_GAP_MS = 100  # a pause of the bot at least this long makes what follows a new onset
MAX_GAP_SECONDS = 30  # a jump of RTP time beyond this is a restart of the stream, not silence
_TIME_BASE = Fraction(1, RATE_HZ)


@dataclass(frozen=True)
class Arrival:
    """One packet: monotonic nanoseconds of its arrival, RTP time unwrapped (48 kHz), Opus payload."""

    arrival_ns: int
    rtp_time: int
    payload: bytes


class Tap:
    """Stands in for the jitter buffer: notes the packet and gives aiortc nothing to decode."""

    def __init__(self, note: Callable[[Arrival], None], begin: int = 0) -> None:
        """`begin`: the time of its first packet, in samples."""
        self._note = note
        self._last: int | None = None
        self._unwrapped = begin

    def add(self, packet: Any) -> tuple[bool, None]:
        """What the receiver calls for every packet, on the event loop."""
        arrival_ns = time.monotonic_ns()
        payload = bytes(packet._data)
        if payload:
            if self._last is not None:
                self._unwrapped += (packet.timestamp - self._last + 0x80000000) % 0x100000000 - 0x80000000
            self._last = packet.timestamp
            self._note(Arrival(arrival_ns, self._unwrapped, payload))
        return False, None


class Downlink:
    """The caller's ear. `last_audible_ns` and the onsets may be read from any thread."""

    def __init__(self, on_onset: Callable[[int], None], network: Network | None = None) -> None:
        """`on_onset(arrival_ns)` is called on the decoder's thread at the first audible window after a pause.

        `network` makes packets late, or lost.
        """
        self._on_onset = on_onset
        self._way = Downhill(network) if network is not None else None
        self._queue: queue.SimpleQueue[Arrival | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._listen, name="caller-ear", daemon=True)
        self._audible_ns: list[int] = []
        self._onsets_ns: list[int] = []
        self.arrivals: list[Arrival] = []

    def attach(self, receiver: Any) -> None:
        """Take the packets of an aiortc receiver from now on and start to listen; of one after the other."""
        if not hasattr(receiver, JITTER_BUFFER):
            raise RuntimeError("this aiortc has another receiver than the pinned one; install requirements.txt")
        setattr(receiver, JITTER_BUFFER, Tap(self._note, self._goes_on_at()))
        if not self._thread.is_alive():
            self._thread.start()

    def close(self) -> None:
        """End the thread; what was heard stays readable."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    @property
    def last_audible_ns(self) -> int | None:
        """Arrival of the last audible window so far."""
        return self._audible_ns[-1] if self._audible_ns else None

    def first_onset_after(self, moment_ns: int) -> int | None:
        """Arrival of the first window with which the bot began to speak after that moment."""
        at = bisect_right(self._onsets_ns, moment_ns)
        return self._onsets_ns[at] if at < len(self._onsets_ns) else None

    def last_audible_before(self, moment_ns: int) -> int | None:
        """Arrival of the last audible window up to that moment."""
        at = bisect_right(self._audible_ns, moment_ns)
        return self._audible_ns[at - 1] if at else None

    def audible_between(self, first_ns: int, last_ns: int) -> list[int]:
        """Arrivals of all audible windows from `first_ns` to `last_ns`."""
        return self._audible_ns[bisect_right(self._audible_ns, first_ns) : bisect_right(self._audible_ns, last_ns)]

    def _goes_on_at(self) -> int:
        """Where another stream begins, in samples: as long after the last packet as it really is."""
        if not self.arrivals:
            return 0
        last = self.arrivals[-1]
        return last.rtp_time + (time.monotonic_ns() - last.arrival_ns) * RATE_HZ // 1_000_000_000

    def _note(self, arrival: Arrival) -> None:
        if self._way is not None:
            late_ns = self._way.arrives_ns(arrival.arrival_ns)
            if late_ns is None:
                return
            arrival = replace(arrival, arrival_ns=late_ns)
        self.arrivals.append(arrival)
        self._queue.put(arrival)

    def _listen(self) -> None:
        decoder = Decoder()
        pending = np.zeros(0, np.int16)
        while (arrival := self._queue.get()) is not None:
            pending = np.concatenate([pending, decoder.decode(arrival.payload)])
            whole = len(pending) // WINDOW_SAMPLES * WINDOW_SAMPLES
            loud = audible_windows(pending[:whole])
            pending = pending[whole:]
            for _ in range(int(np.count_nonzero(loud))):
                self._heard(arrival.arrival_ns)

    def _heard(self, arrival_ns: int) -> None:
        last = self.last_audible_ns
        self._audible_ns.append(arrival_ns)
        if last is None or arrival_ns - last > ONSET_GAP_MS * 1_000_000:
            self._onsets_ns.append(arrival_ns)
            self._on_onset(arrival_ns)

    def recording(self) -> npt.NDArray[np.int16]:
        """Everything heard, 48 kHz mono, each packet at its RTP time from the first one on; holes are silence."""
        decoder = Decoder()
        parts: list[npt.NDArray[np.int16]] = []
        origin: int | None = None
        written = 0
        for arrival in sorted(self.arrivals, key=lambda item: item.rtp_time):
            pcm = decoder.decode(arrival.payload)
            origin = arrival.rtp_time if origin is None else origin
            hole = arrival.rtp_time - origin - written
            if not 0 <= hole <= MAX_GAP_SECONDS * RATE_HZ:
                origin = arrival.rtp_time - written
                hole = 0
            parts += [np.zeros(hole, np.int16), pcm]
            written += hole + len(pcm)
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)


class Decoder:
    """Opus to 48 kHz mono."""

    def __init__(self) -> None:
        self._codec = av.CodecContext.create("libopus", "r")
        self._codec.format = "s16"
        self._codec.layout = "mono"
        self._codec.sample_rate = RATE_HZ

    def decode(self, payload: bytes) -> npt.NDArray[np.int16]:
        """The samples of one packet; nothing for one that cannot be decoded."""
        packet = av.Packet(payload)
        packet.time_base = _TIME_BASE
        try:
            frames = self._codec.decode(packet)
        except av.FFmpegError:
            return np.zeros(0, np.int16)
        return np.concatenate([frame.to_ndarray()[0] for frame in frames]) if frames else np.zeros(0, np.int16)
