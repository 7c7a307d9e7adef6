"""What the caller sends: recordings and silence, as ready Opus packets on an absolute schedule."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from aiortc import MediaStreamTrack

from runtime.caller.loudness import RATE_HZ
from runtime.caller.wav import PACKET_MS, PACKET_SAMPLES, SILENCE_PACKET, Recording

LATE_MS = 200  # further behind, the schedule starts anew: a burst of old packets would reach the bot as one lump
_PACKET_NS = PACKET_MS * 1_000_000
_TIME_BASE = Fraction(1, RATE_HZ)


@dataclass(frozen=True)
class Spoken:
    """One recording as it was sent; monotonic nanoseconds, None where it holds nothing audible.

    A packet leaves when its last sample has been spoken, so a sample's time is the sending of its packet less the
    samples behind it: what a microphone would have done.
    """

    recording: Recording
    index: int
    speech_start_ns: int | None
    speech_end_ns: int | None
    finished: bool


class Uplink(MediaStreamTrack):
    """The caller's microphone. `recv` returns packets only: mixing frames in would make RTP time jump."""

    kind = "audio"

    def __init__(self, on_spoken: Callable[[Spoken], None]) -> None:
        """`on_spoken` is called on the event loop when speech starts, when it ends and when the recording is over."""
        super().__init__()
        self._on_spoken = on_spoken
        self._recording: Recording | None = None
        self._index = -1
        self._position = 0
        self._start_ns: int | None = None
        self._end_ns: int | None = None
        self._due_ns: int | None = None
        self._pts = -PACKET_SAMPLES
        self.late_packets = 0

    def speak(self, recording: Recording, index: int) -> None:
        """Start a recording with the next packet."""
        self._recording, self._index, self._position = recording, index, 0
        self._start_ns = self._end_ns = None

    def stop_speaking(self) -> bool:
        """Say no more of a recording; whether one was being said."""
        recording, self._recording = self._recording, None
        return recording is not None

    async def recv(self) -> "av.Packet[Any]":
        """The next 20 ms, when they are due."""
        now_ns = time.monotonic_ns()
        if self._due_ns is None or now_ns - self._due_ns > LATE_MS * 1_000_000:
            self.late_packets += self._due_ns is not None
            self._due_ns = now_ns
        if self._due_ns > now_ns:
            await asyncio.sleep((self._due_ns - now_ns) / 1e9)
        self._due_ns += _PACKET_NS
        self._pts += PACKET_SAMPLES
        packet = av.Packet(self._next_payload())
        packet.pts = self._pts
        packet.time_base = _TIME_BASE
        return packet

    def _next_payload(self) -> bytes:
        recording = self._recording
        if recording is None:
            return SILENCE_PACKET
        if self._position == len(recording.packets):
            self._recording = None
            self._on_spoken(Spoken(recording, self._index, self._start_ns, self._end_ns, finished=True))
            # `on_spoken` may have started the next recording: it begins with this very packet.
            return self._next_payload() if self._recording is not None else SILENCE_PACKET
        payload = recording.packets[self._position]
        self._position += 1
        self._note_speech(recording, time.monotonic_ns())
        return payload

    def _note_speech(self, recording: Recording, sent_ns: int) -> None:
        if recording.speech is None:
            return
        end = self._position * PACKET_SAMPLES
        begin = end - PACKET_SAMPLES
        first, last = recording.speech
        if begin <= first < end:
            self._start_ns = sent_ns - _samples_ns(end - first)
            self._on_spoken(Spoken(recording, self._index, self._start_ns, None, finished=False))
        if begin < last <= end:
            self._end_ns = sent_ns - _samples_ns(end - last)
            self._on_spoken(Spoken(recording, self._index, self._start_ns, self._end_ns, finished=False))


def _samples_ns(count: int) -> int:
    return count * 1_000_000_000 // RATE_HZ
