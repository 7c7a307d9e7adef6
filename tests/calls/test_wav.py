"""Recordings of any rate, width and channel count; and what cannot be read."""

import resource
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from runtime.caller import wav
from runtime.caller.downlink import Decoder
from runtime.caller.errors import CallFailed
from runtime.caller.loudness import audible_windows
from tests.calls.fake_server import beep

MOST_KB = 400_000
"""What a file that makes no sense may take for a moment: ten minutes of 48 kHz are 58 MB, and are held twice."""


def write(path: Path, pcm: np.ndarray, *, rate: int, width: int, channels: int) -> Path:
    scaled = {1: (pcm // 256 + 128).astype(np.uint8), 2: pcm.astype("<i2"), 4: (pcm.astype("<i4") << 16)}[width]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(np.repeat(scaled, channels).tobytes())
    return path


def tone(rate: int) -> np.ndarray:
    """300 ms of silence, 500 ms of tone, 200 ms of silence."""
    sound = (9000 * np.sin(2 * np.pi * 440 * np.arange(rate // 2) / rate)).astype(np.int16)
    return np.concatenate([np.zeros(rate * 3 // 10, np.int16), sound, np.zeros(rate // 5, np.int16)])


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize(("width", "channels"), [(2, 1), (2, 2), (4, 1), (1, 2)])
def test_any_rate_width_and_channels(tmp_path: Path, rate: int, width: int, channels: int) -> None:
    recording = wav.load(write(tmp_path / "a.wav", tone(rate), rate=rate, width=width, channels=channels))
    assert recording.speech is not None
    first, last = (sample / 48 for sample in recording.speech)
    assert first == pytest.approx(300, abs=15)
    assert last == pytest.approx(800, abs=15)
    assert recording.duration_ms == pytest.approx(1020, abs=20)


def test_packets_decode_to_what_was_said() -> None:
    recording = wav.record("beep", beep(400))
    decoder = Decoder()
    heard = np.concatenate([decoder.decode(packet) for packet in recording.packets])
    assert np.count_nonzero(audible_windows(heard)) == pytest.approx(40, abs=2)
    assert np.abs(decoder.decode(wav.SILENCE_PACKET)).max() < 1000
    assert np.abs(decoder.decode(wav.SILENCE_PACKET)).max() < 100


def test_the_silence_packet_is_what_the_encoder_makes_of_zeros() -> None:
    assert set(wav.encode(np.zeros(48_000, np.int16))) == {wav.SILENCE_PACKET}


def test_silence_is_sent_but_is_no_speech(tmp_path: Path) -> None:
    path = write(tmp_path / "quiet.wav", np.zeros(8000, np.int16), rate=8000, width=2, channels=1)
    assert wav.load(path).speech is None


def test_saved_and_read_again(tmp_path: Path) -> None:
    wav.save(tmp_path / "out.wav", beep(100))
    assert np.array_equal(wav.read_mono(tmp_path / "out.wav"), beep(100))


def test_a_header_that_promises_too_much_gives_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.wav", tone(8000), rate=8000, width=2, channels=1)
    path.write_bytes(path.read_bytes()[:8000])
    assert 0.4 < len(wav.read_mono(path)) / 48_000 < 0.5


def riff(form: tuple[int, int, int, int], data: bytes, *, size: int | None = None, before: bytes = b"") -> bytes:
    """A WAV of (kind, channels, rate, bits): 1 is PCM, 3 float, 6 A-law. `size` is what the header says of the data."""
    kind, channels, rate, bits = form
    block = channels * bits // 8
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, kind, channels, rate, min(rate * block, 2**32 - 1), block, bits)
    body += before + b"data" + struct.pack("<I", len(data) if size is None else size) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


WAVE = np.sin(np.arange(4_800) / 20)


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (riff((3, 1, 48_000, 32), (WAVE * 0.3).astype("<f4").tobytes()), 0.1),
        (riff((3, 1, 48_000, 64), (WAVE * 0.3).astype("<f8").tobytes()), 0.1),
        (riff((3, 1, 48_000, 32), np.full(4_800, np.nan, "<f4").tobytes()), 0.1),
        (riff((3, 1, 48_000, 32), np.full(4_800, np.inf, "<f4").tobytes()), 0.1),
        (riff((1, 1, 48_000, 24), bytes((0, 0, 48)) * 4_800), 0.1),
        (riff((1, 2, 48_000, 24), bytes((0, 0, 48)) * 9_600), 0.1),
        (riff((6, 1, 8_000, 8), b"\x55\x12" * 400), 0.1),
        (riff((1, 6, 48_000, 16), bytes(12 * 4_800)), 0.1),
        (riff((1, 1, 8_000, 16), b"\x10\x20" * 800, size=2**32 - 1), 0.1),
        (riff((1, 1, 8_000, 16), b"\x10\x20" * 800 + b"\x01"), 0.1),
        (riff((1, 1, 8_000, 16), b"\x10\x20" * 800, before=b"LIST\x04\x00\x00\x00INFO"), 0.1),
    ],
)
def test_odd_ones_are_read(tmp_path: Path, content: bytes, seconds: float) -> None:
    path = tmp_path / "odd.wav"
    path.write_bytes(content)
    pcm = wav.read_mono(path)
    assert len(pcm) / 48_000 == pytest.approx(seconds, abs=0.01)
    assert wav.record("odd", pcm).packets


@pytest.mark.parametrize(
    "content",
    [
        riff((1, 1, 1, 16), b"\x10\x20" * 100_000),  # a sample a second: a day of sound
        riff((1, 1, 1, 8), b"\x10" * 100_000),
        riff((1, 1, 4_000_000_000, 16), b"\x10\x20" * 1_000),
        riff((1, 300, 48_000, 16), bytes(600 * 480)),
        riff((1, 1, 8_000, 0), bytes(100)),
        riff((1, 1, 8_000, 16), b"\x10\x20" * 800, before=b"LIST\xf0\xff\xff\xff"),
        riff((0x55, 1, 8_000, 16), b"\x10\x20" * 800),  # MP3, it says
        riff((1, 1, 8_000, 16), b""),
        *(riff((1, 1, 8_000, 16), b"")[:length] for length in range(0, 44, 3)),
    ],
)
def test_what_makes_no_sense_is_one_line_and_no_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CallFailed) as caught:
        wav.load(path)
    assert "\n" not in str(caught.value)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KB


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not a WAV that can be read"),
        (b"not a wav at all", "is not a WAV that can be read"),
        (b"RIFF\x24\x00\x00\x00WAVE", "WAV"),
        (b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
         + b"data\x00\x00\x00\x00", "holds no sound"),
        (b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 0, 0, 0, 0, 0)
         + b"data\x04\x00\x00\x00aaaa", "wav"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_one_line(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(CallFailed) as caught:
        wav.load(path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(CallFailed, match="no such file"):
            wav.load(path)


def test_far_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav, "MAX_SECONDS", 0.5)
    path = write(tmp_path / "long.wav", tone(8000), rate=8000, width=2, channels=1)
    with pytest.raises(CallFailed, match="cut it into turns"):
        wav.load(path)
