import subprocess
import sys

import numpy as np
import pytest

from runtime.media import opus


@pytest.mark.parametrize(
    ("packet", "samples"),
    [
        (opus.SILENCE_20_MS, 960),
        (opus.SILENCE_10_MS, 480),
        (opus.SILENCE_5_MS, 240),
        (b"\xe0\x00", 120),  # CELT 2.5 ms
        (b"\x78\x00", 960),  # hybrid 20 ms
        (b"\x70\x00", 480),  # hybrid 10 ms
        (b"\x18\x00", 2880),  # SILK 60 ms
        (b"\xf9\x00", 1920),  # two frames of equal size
        (b"\xfb\x06", 5760),  # six frames: 120 ms
    ],
)
def test_duration_is_read_from_the_packet(packet: bytes, samples: int) -> None:
    assert opus.packet_samples(packet) == samples


@pytest.mark.parametrize("packet", [b"", b"\xfb", b"\xfb\x00", b"\xfb\x07", b"\x1b\x3f"])
def test_what_is_not_a_packet_is_refused(packet: bytes) -> None:
    with pytest.raises(ValueError, match="Opus packet"):
        opus.packet_samples(packet)


@pytest.mark.parametrize("packet", [opus.SILENCE_20_MS, opus.SILENCE_10_MS, opus.SILENCE_5_MS])
def test_silence_decodes_to_zeros_of_its_length(packet: bytes) -> None:
    decoded = opus.OpusDecoder().decode(packet)
    assert len(decoded) == opus.packet_samples(packet)
    assert not decoded.any()


def test_silence_after_speech_is_silent_within_a_packet() -> None:
    decoder = opus.OpusDecoder()
    for packet in opus.OpusEncoder().encode(sine(960 * 10)):
        decoder.decode(packet)
    decoder.decode(opus.SILENCE_20_MS)
    assert np.abs(decoder.decode(opus.SILENCE_20_MS).astype(int)).max() <= 2


def sine(samples: int) -> np.ndarray:
    return (np.sin(2 * np.pi * 440 * np.arange(samples) / 48_000) * 8000).astype(np.int16)


@pytest.mark.parametrize("chunk", [1, 137, 960, 961, 5000])
def test_any_chunks_give_the_same_packets(chunk: int) -> None:
    samples = sine(4321)
    whole = opus.OpusEncoder()
    expected = whole.encode(samples) + whole.finish()
    pieces = opus.OpusEncoder()
    packets: list[bytes] = []
    for start in range(0, len(samples), chunk):
        packets += pieces.encode(samples[start : start + chunk])
    assert packets + pieces.finish() == expected
    assert all(opus.packet_samples(packet) == opus.PACKET_SAMPLES for packet in expected)


@pytest.mark.parametrize("samples", [1, 900, 960, 1000, 1900])
def test_the_end_is_not_cut_off_by_the_encoders_delay(samples: int) -> None:
    encoder, decoder = opus.OpusEncoder(), opus.OpusDecoder()
    packets = encoder.encode(sine(samples)) + encoder.finish()
    decoded = np.concatenate([decoder.decode(packet) for packet in packets])
    assert samples + opus.LOOK_AHEAD_SAMPLES <= len(decoded) < samples + opus.LOOK_AHEAD_SAMPLES + 960


def test_the_decoded_sound_is_the_sound_a_known_delay_later() -> None:
    encoder, decoder = opus.OpusEncoder(), opus.OpusDecoder()
    original = sine(48_000)
    packets = encoder.encode(original) + encoder.finish()
    decoded = np.concatenate([decoder.decode(packet) for packet in packets])
    delayed = decoded[opus.LOOK_AHEAD_SAMPLES :][: len(original)].astype(float)
    error = np.square(delayed[960:] - original[960:]).mean()
    assert error < 0.01 * np.square(original.astype(float)).mean()


def test_nothing_said_is_no_packet() -> None:
    assert opus.OpusEncoder().finish() == []


def test_garbage_decodes_to_nothing() -> None:
    assert len(opus.OpusDecoder().decode(b"\xfb\x3f\xff")) == 0


def test_speech_workers_get_no_aiortc_with_it() -> None:
    code = "import sys, runtime.media.opus, runtime.media.utterance; sys.exit('aiortc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
