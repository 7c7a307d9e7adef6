"""The arithmetic of the voice benchmark."""

import pytest

from benchmarks.voice import figures


def test_a_spread_has_median_tail_and_count() -> None:
    assert figures.spread("fixed", [300, 100, 200]) == {"fixed_p50_ms": 200, "fixed_p95_ms": 300, "fixed_n": 3}
    assert figures.spread("fixed", []) == {"fixed_p50_ms": None, "fixed_p95_ms": None, "fixed_n": 0}


def test_a_share_of_nothing_is_none() -> None:
    assert figures.share("cut", [True, False, False, False]) == {"cut": 0.25, "cut_n": 4}
    assert figures.share("cut", []) == {"cut": None, "cut_n": 0}


@pytest.mark.parametrize(("ours", "theirs", "expected"), [(300, 600, 0.5), (None, 600, None), (300, None, None)])
def test_ratios(ours: float | None, theirs: float | None, expected: float | None) -> None:
    assert figures.ratio(ours, theirs) == expected


def test_parts_are_taken_by_name() -> None:
    assert figures.medians([{"hold": 100.0}, {"hold": 300.0, "egress": 5.0}]) == {"hold": 200.0, "egress": 5.0}


def test_drift_compares_the_ends_of_two_calls() -> None:
    bad = [(10.0, 900.0), (250.0, 430.0), (290.0, 450.0)]
    clean = [(10.0, 100.0), (260.0, 400.0)]
    assert figures.drift(bad, clean, 240) == 40
    assert figures.drift(bad, [], 240) is None


def test_a_slope_is_that_of_the_best_line() -> None:
    assert figures.slope([(0, 1), (1, 3), (2, 5)]) == 2
    assert figures.slope([(1, 1), (1, 9)]) is None


def level(calls: int, p95_ms: float | None, **more: object) -> dict[str, object]:
    return {"calls": calls, "p95_ms": p95_ms, **more}


def test_the_most_calls_are_those_before_the_first_that_does_not_hold() -> None:
    levels = [level(1, 500), level(2, 900), level(3, 901), level(4, 600)]
    assert figures.most_calls(levels) == 2
    assert figures.most_calls([level(1, 500, underruns=1)]) == 0
    assert figures.most_calls([level(2, 500), level(1, 500), level(3, 500, failed=1)]) == 2
    assert figures.most_calls([level(1, None)]) == 0


def spoken(*spans: tuple[float, float]) -> list[float]:
    return [float(at) for first, last in spans for at in range(int(first), int(last), 10)]


@pytest.mark.parametrize(
    ("audible", "expected"),
    [
        (spoken((0, 5000)), False),  # talked on
        (spoken((0, 1100), (1450, 5000)), False),  # was silent for a moment only
        (spoken((0, 1100), (1600, 5000)), True),  # for longer
        (spoken((0, 1100)), True),  # for good
        (spoken((0, 400), (3000, 5000)), None),  # was silent when the sign came
    ],
)
def test_a_sign_stops_the_bot_when_it_is_silent_for_long(audible: list[float], expected: bool | None) -> None:
    assert figures.stopped(audible, 1000, 2000) is expected


def test_silences_lie_between_what_can_be_heard() -> None:
    assert figures.silences([110, 120, 500], 100, 600) == [(100, 10), (110, 10), (120, 380), (500, 100)]


def test_word_errors_count_by_words_said() -> None:
    assert figures.word_rate([(1, 10), (0, 30)]) == 0.025
    assert figures.word_rate([]) is None


def test_tokens_that_nobody_heard() -> None:
    assert figures.wasted_tokens(sent=50, answers=4, tokens_each=10) == 10
    assert figures.wasted_tokens(sent=30, answers=4, tokens_each=10) == 0
