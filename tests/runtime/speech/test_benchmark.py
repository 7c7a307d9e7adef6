"""The benchmark of recognition: its sentences mean what it says, its lines and its arithmetic are right."""

import asyncio

import numpy as np
import pytest

from benchmarks._callers import LINES, SAMPLE_RATE, seed_of
from benchmarks._meaning import Meanings
from benchmarks.recognition import Heard, figures, phrases, report


def test_the_sentences_are_understood_as_they_are_written() -> None:
    async def wrong() -> list[str]:
        meanings = await Meanings.of_starter_bots()
        return [entry["say"] for bot, entry in phrases() if not await meanings.right(bot, entry, entry["say"])]

    assert asyncio.run(wrong()) == []


def test_each_sentence_stands_there_once() -> None:
    said = [(bot, str(entry.get("asked")), entry["say"]) for bot, entry in phrases()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("line", sorted(LINES))
def test_lines_keep_the_words_and_their_loudness(line: str) -> None:
    tone = 0.1 * np.sin(np.arange(SAMPLE_RATE) * 2 * np.pi * 1000 / SAMPLE_RATE)
    clip = LINES[line](tone, seed_of("a", "b")).astype(np.float64) / 32767
    assert len(clip) == pytest.approx(len(tone) + 0.37 * SAMPLE_RATE, abs=2)
    spoken = clip[SAMPLE_RATE // 4 : SAMPLE_RATE]
    assert 20 * np.log10(np.sqrt((spoken**2).mean()) / np.sqrt((tone**2).mean())) == pytest.approx(0, abs=1)
    assert np.array_equal(LINES[line](tone, 7), LINES[line](tone, 7))


def test_a_telephone_has_no_low_and_no_high_sounds() -> None:
    for hertz in (150, 5000):
        tone = 0.1 * np.sin(np.arange(SAMPLE_RATE) * 2 * np.pi * hertz / SAMPLE_RATE)
        inside = LINES["telephone"](tone, 0)[SAMPLE_RATE // 2 : SAMPLE_RATE].astype(np.float64) / 32767
        assert np.sqrt((inside**2).mean()) < 0.005


def heard(way: str, *, right: bool, ms: float, errors: int = 0, flow: str = "null") -> Heard:
    return Heard(way, "riverbank", {"say": "four words in it", "flow": flow}, "v", "clean", "", ms, right, errors, 4)


def test_the_report_compares_two_ways() -> None:
    made = report(
        [
            heard("plain", right=False, ms=100, errors=2),
            heard("plain", right=True, ms=100, flow="transfer"),
            heard("help", right=True, ms=120),
            heard("help", right=True, ms=110, errors=1, flow="transfer"),
        ]
    )
    assert made["plain"]["understood"] == 0.5
    assert made["plain"]["word_errors"] == 0.25
    assert made["help"]["kind"]["strangers"] == {"n": 1, "understood": 1.0, "word_errors": 0.0}
    assert made["time_ratio"] == 1.2
    assert {"machine", "versions"} <= set(made)


def test_nothing_heard_has_figures_too() -> None:
    assert figures([]) == {"n": 0, "understood": 0.0, "word_errors": 0.0}
