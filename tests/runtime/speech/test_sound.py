import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.media.opus import LOOK_AHEAD_SAMPLES, PACKET_SAMPLES, OpusDecoder
from runtime.speech import sound

RATE = 22_050


def tone(seconds: float, rate: int = RATE, level: float = 0.3, hertz: float = 440) -> sound.Samples:
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def silence(seconds: float, rate: int = RATE) -> sound.Samples:
    return np.zeros(int(seconds * rate), dtype=np.float32)


def decoded(packets: tuple[bytes, ...]) -> sound.Samples:
    decoder = OpusDecoder()
    return np.concatenate([decoder.decode(packet) for packet in packets]).astype(np.float32) / 32768


@pytest.mark.parametrize("lead", [0.0, 0.002, 0.06, 0.5])
@pytest.mark.parametrize("tail", [0.0, 0.05, 0.26, 1.0])
def test_silence_is_trimmed_to_the_lead_and_the_pause(lead: float, tail: float) -> None:
    trimmed = sound.trim(np.concatenate((silence(lead), tone(0.5), silence(tail))), RATE, 120)
    assert trimmed.size / RATE == pytest.approx(0.5 + 0.120 + min(lead, 0.005), abs=0.012)
    assert int(np.flatnonzero(np.abs(trimmed) > 0.05)[0]) < 0.015 * RATE
    assert not trimmed[-int(0.1 * RATE) :].any()


def test_a_clip_without_sound_is_empty() -> None:
    assert sound.trim(silence(1), RATE, 120).size == 0
    assert sound.trim(silence(0), RATE, 120).size == 0
    assert sound.opus_packets(silence(0)) == ()


def test_a_soft_beginning_is_kept() -> None:
    breath = tone(0.015, level=0.004)
    trimmed = sound.trim(np.concatenate((silence(0.2), breath, tone(0.3))), RATE, 0)
    assert trimmed.size / RATE == pytest.approx(0.3 + 0.015 + 0.005, abs=0.012)


@pytest.mark.parametrize("level", [0.05, 0.1, 0.3, 0.4])
def test_quiet_and_loud_clips_come_out_equally_loud(level: float) -> None:
    evened = sound.even(tone(1, level=level), RATE)
    assert sound.speech_level_dbfs(evened, RATE) == pytest.approx(sound.TARGET_DBFS, abs=1)


@given(st.lists(st.floats(-1, 1, width=32), max_size=3000))
def test_nothing_clips_whatever_comes_in(values: list[float]) -> None:
    evened = sound.even(np.array(values, dtype=np.float32), RATE)
    assert evened.size == len(values)
    assert not evened.size or float(np.abs(evened).max()) <= 0.9


def test_resampling_keeps_pitch_and_length() -> None:
    made = sound.resample(tone(1, hertz=1000), RATE)
    assert made.size == pytest.approx(48_000, abs=2)
    middle = made[10_000:34_000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(middle.size)))
    assert int(spectrum.argmax()) * 48_000 / middle.size == pytest.approx(1000, abs=3)


@given(st.integers(1, 5000))
def test_the_packets_hold_every_sample(size: int) -> None:
    packets = sound.opus_packets(np.full(size, 0.1, dtype=np.float32))
    assert len(packets) == -(-(size + LOOK_AHEAD_SAMPLES) // PACKET_SAMPLES)


def test_the_first_packet_begins_with_the_first_sample() -> None:
    samples = np.concatenate((tone(0.2, 48_000), silence(0.1, 48_000)))
    heard = decoded(sound.opus_packets(samples))
    levels = np.sqrt((heard[: heard.size // 240 * 240].reshape(-1, 240) ** 2).mean(axis=1))
    assert levels[1] > 0.1  # within 10 ms
    assert levels[-10:].max() < 0.01
