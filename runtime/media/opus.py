"""Opus packets without aiortc: the constant silence, durations, an encoder for prompts and a decoder.

Speech workers use this file, so it imports neither aiortc nor anything that does.
"""

from fractions import Fraction
from typing import Literal

import av
import numpy as np
import numpy.typing as npt

RATE_HZ = 48_000  # the RTP clock of Opus, whatever the audio was sampled at
PACKET_MS = 20
PACKET_SAMPLES = RATE_HZ * PACKET_MS // 1000
BIT_RATE = 40_000  # transparent for one voice in the low-delay mode
LOOK_AHEAD_SAMPLES = 120  # 2.5 ms of encoder delay in the low-delay mode; the voip mode has 312 (6.5 ms)
LONGEST_PACKET_SAMPLES = RATE_HZ * 120 // 1000
TIME_BASE = Fraction(1, RATE_HZ)

# Full-band CELT frames that say "silence" (RFC 6716): they decode to zeros and need no encoder.
SILENCE_20_MS = b"\xf8\xff\xfe"
SILENCE_10_MS = b"\xf0\xff\xfe"
SILENCE_5_MS = b"\xe8\xff\xfe"

_SILK_MS = (10.0, 20.0, 40.0, 60.0)
_CELT_MS = (2.5, 5.0, 10.0, 20.0)


def packet_samples(packet: bytes) -> int:
    """Duration of an Opus packet in samples at 48 kHz, read from its first bytes; ValueError when it is not one."""
    if not packet:
        raise ValueError("an empty Opus packet")
    configuration, code = packet[0] >> 3, packet[0] & 3
    if configuration < 12:
        frame_ms = _SILK_MS[configuration % 4]
    elif configuration < 16:
        frame_ms = _SILK_MS[configuration % 2]
    else:
        frame_ms = _CELT_MS[configuration % 4]
    if code == 3 and len(packet) < 2:
        raise ValueError("an Opus packet without its frame count")
    frames = (1, 2, 2)[code] if code < 3 else packet[1] & 0x3F
    samples = int(frame_ms * RATE_HZ / 1000) * frames
    if not 0 < samples <= LONGEST_PACKET_SAMPLES:
        raise ValueError("an Opus packet of an impossible duration")
    return samples


class OpusEncoder:
    """Encodes one utterance, mono 48 kHz int16, to 20 ms packets. Its state is the utterance's: make one for each."""

    def __init__(self, *, bit_rate: int = BIT_RATE) -> None:
        self._codec = _context("w")
        self._codec.bit_rate = bit_rate
        self._codec.time_base = TIME_BASE
        self._codec.options = {"application": "lowdelay", "frame_duration": str(PACKET_MS), "vbr": "on"}
        self._rest = np.empty(0, dtype=np.int16)
        self._pts = 0

    def encode(self, pcm: npt.NDArray[np.int16]) -> list[bytes]:
        """Add samples; return the packets that are full. What is left over waits for the next call."""
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) - len(samples) % PACKET_SAMPLES
        self._rest = samples[whole:]
        packets: list[bytes] = []
        for start in range(0, whole, PACKET_SAMPLES):
            packets += self._packet(samples[start : start + PACKET_SAMPLES])
        return packets

    def finish(self) -> list[bytes]:
        """The last packets, padded with silence, so that the encoder's delay cuts nothing off."""
        padding = -len(self._rest) % PACKET_SAMPLES
        packets = self.encode(np.zeros(padding, np.int16))
        if self._pts and padding < LOOK_AHEAD_SAMPLES:
            packets += self.encode(np.zeros(PACKET_SAMPLES, np.int16))
        return packets

    def _packet(self, samples: npt.NDArray[np.int16]) -> list[bytes]:
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.time_base = TIME_BASE
        frame.pts = self._pts
        self._pts += PACKET_SAMPLES
        return [bytes(packet) for packet in self._codec.encode(frame)]


class OpusDecoder:
    """Decodes packets to mono 48 kHz int16."""

    def __init__(self) -> None:
        self._codec = _context("r")

    def decode(self, packet: bytes) -> npt.NDArray[np.int16]:
        """The samples of one packet; none when it cannot be decoded."""
        try:
            frames = self._codec.decode(av.Packet(packet))
        except av.FFmpegError:
            return np.empty(0, dtype=np.int16)
        return np.concatenate([np.empty(0, np.int16), *(frame.to_ndarray().reshape(-1) for frame in frames)])


def _context(mode: Literal["r", "w"]) -> av.AudioCodecContext:
    codec = av.CodecContext.create("libopus", mode)
    codec.format = "s16"
    codec.layout = "mono"
    codec.sample_rate = RATE_HZ
    return codec
