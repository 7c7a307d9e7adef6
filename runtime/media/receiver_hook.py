"""Puts the immediate-release jitter buffer into one aiortc receiver, and listens there to what arrives when."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from aiortc import RTCRtpReceiver
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtp import RtpPacket

from runtime.media.intake import Intake
from runtime.media.jitter_buffer import ImmediateReleaseBuffer, JitterCounts

_REMEMBERED_ARRIVALS = 256  # 5 s of packets between arrival and the end of decoding
_RTP_CLOCK = 1 << 32


class HookProblem(RuntimeError):
    """aiortc's receiver does not look like the one these hooks were written for."""

    logs_its_words = True


class ReceiverHook:
    """Stands in for aiortc's jitter buffer.

    aiortc takes one frame from each `add()`. When a hole is skipped there are several: all but the last go straight
    into its decoder queue, in the form in which it would have put them there itself.
    """

    def __init__(self, receiver: RTCRtpReceiver, *, clock_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._buffer: ImmediateReleaseBuffer[RtpPacket] = ImmediateReleaseBuffer()
        self._clock_ns = clock_ns
        self.intake = Intake()
        """What of the packets is worth decoding."""
        self._arrivals: OrderedDict[int, int] = OrderedDict()
        self._first_timestamp: int | None = None
        self.last_arrival_ns: int | None = None
        self.on_packet: Callable[[int, int], None] | None = None
        """Called with (RTP timestamp, arrival in ns) of every packet, before it is ordered."""
        self._receiver: Any = receiver
        self._install()

    @property
    def counts(self) -> JitterCounts:
        """What the jitter buffer saw, in packets."""
        return self._buffer.counts

    def arrival_ns(self, pts: int) -> int | None:
        """When the packet of a decoded frame arrived (monotonic ns); each can be asked once."""
        return self._arrivals.pop(pts % _RTP_CLOCK, None)

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """aiortc's own interface: (send a picture loss indication?, a frame to decode now)."""
        now = self._clock_ns()
        self.last_arrival_ns = now
        if self.on_packet is not None:
            self.on_packet(packet.timestamp, now)
        if self._first_timestamp is None:
            self._first_timestamp = packet.timestamp
        self._arrivals[(packet.timestamp - self._first_timestamp) % _RTP_CLOCK] = now
        while len(self._arrivals) > _REMEMBERED_ARRIVALS:
            self._arrivals.popitem(last=False)
        # Looked at in their order only now: a packet that is left out must not look like one that was lost.
        due = [each for each in self._buffer.add(packet) if self.intake.takes(each.payload, now)]
        for extra in due[:-1]:
            self._decode(extra)
        return False, _frame(due[-1]) if due else None

    def _install(self) -> None:
        receiver = self._receiver
        names = ("jitter_buffer", "decoder_queue", "decoder_thread", "codecs", "timestamp_mapper")
        missing = [name for name in names if not hasattr(receiver, f"_RTCRtpReceiver__{name}")]
        if missing:
            raise HookProblem(f"aiortc's receiver has changed, it lacks: {', '.join(missing)}")
        receiver._RTCRtpReceiver__jitter_buffer = self

    def _decode(self, packet: RtpPacket) -> None:
        receiver = self._receiver
        codec = receiver._RTCRtpReceiver__codecs.get(packet.payload_type)
        if codec is None or receiver._RTCRtpReceiver__decoder_thread is None:
            return
        frame = _frame(packet)
        frame.timestamp = receiver._RTCRtpReceiver__timestamp_mapper.map(frame.timestamp)
        receiver._RTCRtpReceiver__decoder_queue.put((codec, frame))


def _frame(packet: RtpPacket) -> JitterFrame:
    return JitterFrame(data=packet.payload, timestamp=packet.timestamp)
