"""Levels of steps, whatever the frames are."""

import numpy as np

from runtime.turns.level import SILENCE_DBFS, STEP_SAMPLES, Levels


def test_a_full_square_wave_is_zero_db() -> None:
    assert Levels().of(np.full(STEP_SAMPLES, -32768, np.int16)) == [0.0]


def test_half_the_amplitude_is_six_db_less() -> None:
    (level,) = Levels().of(np.full(STEP_SAMPLES, 16384, np.int16))
    assert round(level, 1) == -6.0


def test_silence_has_a_level() -> None:
    assert [round(level) for level in Levels().of(np.zeros(2 * STEP_SAMPLES, np.int16))] == [SILENCE_DBFS] * 2


def test_frames_of_any_length_give_the_same_steps() -> None:
    sound = np.random.default_rng(1).integers(-9000, 9000, 1000).astype(np.int16)
    whole = Levels().of(sound)
    piecewise = Levels()
    pieces = [level for start in range(0, 1000, 70) for level in piecewise.of(sound[start : start + 70])]
    assert pieces == whole
    assert len(whole) == 1000 // STEP_SAMPLES
