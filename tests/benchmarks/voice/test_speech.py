"""Clips of callers, put together."""

import numpy as np

from benchmarks.voice.speech import at_48_khz, spaced


def test_a_sound_keeps_its_length_and_loudness_at_another_rate() -> None:
    sound = 0.5 * np.sin(2 * np.pi * 440 * np.arange(1600) / 16_000)
    clip = at_48_khz(sound)
    assert len(clip) == 4800
    assert abs(np.sqrt(np.mean((clip / 32767.0) ** 2)) - np.sqrt(np.mean(sound**2))) < 0.01


def test_clips_begin_where_it_is_said() -> None:
    clip = np.full(480, 7, np.int16)
    whole, starts_ms = spaced([clip, clip], 50)
    assert starts_ms == [0, 50]
    assert len(whole) == 2 * 2400
    assert np.flatnonzero(whole)[[0, 480]].tolist() == [0, 2400]
