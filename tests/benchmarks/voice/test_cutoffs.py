"""Callers who pause: which ones, and what is counted."""

from collections import Counter

from benchmarks.voice.cutoffs import PAUSES_MS, cases

VOICES = ["a", "b", "c"]


def test_there_are_enough_pauses_of_every_length_group_and_voice() -> None:
    made = cases(VOICES, quick=False)
    assert len(made) >= 120
    assert set(Counter(case.pause_ms for case in made)) == set(PAUSES_MS)
    assert min(Counter(case.group for case in made).values()) >= 20
    assert min(Counter(case.voice for case in made).values()) > len(made) / 4
    assert all(case.said.startswith(case.words) and case.said != case.words for case in made)


def test_a_mark_is_not_said_twice_in_the_same_way() -> None:
    ways = Counter((case.entry["say"], case.words, case.voice, case.pause_ms) for case in cases(VOICES, quick=False))
    assert set(ways.values()) == {1}


def test_a_quick_run_has_some_of_each() -> None:
    assert len({case.group for case in cases(VOICES, quick=True)}) == 3
