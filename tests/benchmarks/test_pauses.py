"""Pauses that are put into recordings: at the boundary, as long as was wanted, and nothing lost."""

import numpy as np

from benchmarks._pauses import EARLIER_MS, beginnings, plain, wanted, with_pause
from runtime.speech.hearing import SAMPLE_RATE

MARKED = "i would like to | send fifty dollars to | anna"


def tone(ms: int) -> np.ndarray:
    return np.sin(np.arange(SAMPLE_RATE * ms // 1000) / 5)


def test_marks() -> None:
    assert plain(MARKED) == "i would like to send fifty dollars to anna"
    assert beginnings(MARKED) == ["i would like to", "i would like to send fifty dollars to"]
    assert wanted([MARKED, "yes"]) == [plain(MARKED), *beginnings(MARKED), "yes"]


def test_the_pause_lies_in_the_gap_between_the_words() -> None:
    gap = np.zeros(SAMPLE_RATE * 40 // 1000)
    whole = np.concatenate((tone(500), gap, tone(400)))
    paused = with_pause(whole, tone(560), "i would like to", 550)
    assert len(paused.sound) == len(whole) + SAMPLE_RATE * 550 // 1000
    assert 500 <= paused.cut * 1000 / SAMPLE_RATE <= 540
    assert paused.words == "i would like to"
    silence = paused.sound[paused.cut : paused.cut + SAMPLE_RATE * 550 // 1000]
    assert not silence.any()


def test_a_gap_that_is_too_far_away_is_none() -> None:
    whole = np.concatenate((tone(200), np.zeros(SAMPLE_RATE * 40 // 1000), tone(800)))
    assert with_pause(whole, tone(700), "", 400).cut * 1000 / SAMPLE_RATE >= 700 - EARLIER_MS
