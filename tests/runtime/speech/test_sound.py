import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.caller.loudness import AUDIBLE_DBFS
from runtime.media.opus import LOOK_AHEAD_SAMPLES, PACKET_SAMPLES, SILENCE_20_MS, OpusDecoder
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


def after_silence(packets: tuple[bytes, ...]) -> sound.Samples:
    """As a caller's decoder hears it, which had silence before."""
    decoder = OpusDecoder()
    decoder.decode(SILENCE_20_MS)
    return np.concatenate([decoder.decode(packet) for packet in packets]).astype(np.float32) / 32768


def dbfs(samples: sound.Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))


@pytest.mark.parametrize("level", [0.003, 0.01, 0.03, 0.1])
@pytest.mark.parametrize("hertz", [120, 440, 2000, 6000])
def test_the_first_sound_after_silence_is_as_loud_as_it_should_be(level: float, hertz: float) -> None:
    samples = tone(0.1, 48_000, level, hertz)
    heard = after_silence(sound.opus_packets(samples))
    for start in range(0, 1920, 480):
        at = start + LOOK_AHEAD_SAMPLES
        assert dbfs(heard[at : at + 480]) == pytest.approx(dbfs(samples[start : start + 480]), abs=1.5)


@pytest.mark.parametrize("soft_ms", [0, 5, 15, 40, 70])
@pytest.mark.parametrize("soft_level", [0.0, 0.001, 0.004])
def test_a_clip_is_heard_at_once(soft_ms: int, soft_level: float) -> None:
    soft = tone(soft_ms / 1000, 48_000, soft_level, 3000)
    clip = np.concatenate((soft, tone(0.3, 48_000, 0.1, 200)))
    begun = sound.begin_at_once(clip)
    heard = after_silence(sound.opus_packets(begun))
    assert dbfs(heard[:480]) > AUDIBLE_DBFS
    assert max(dbfs(heard[start : start + 480]) for start in range(0, 481, 48)) > -38
    lifted = 960 + 240
    assert np.array_equal(begun[lifted:], clip[clip.size - begun.size + lifted :])  # its beginning only was changed
    if soft_level > 0.003:
        assert begun.size == clip.size  # a soft "h" is lifted, not cut
        assert np.abs(begun[:lifted]).max() <= np.abs(clip).max()
    assert abs(float(begun[0])) < 1e-6


@given(st.lists(st.floats(-1, 1, width=32), max_size=3000))
def test_what_is_never_loud_is_left_whole(values: list[float]) -> None:
    quiet = np.array(values, dtype=np.float32) * np.float32(0.003)
    assert sound.begin_at_once(quiet).size == quiet.size
    loud = np.array(values, dtype=np.float32)
    assert sound.begin_at_once(loud).size <= loud.size
