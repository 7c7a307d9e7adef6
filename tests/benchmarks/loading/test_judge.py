"""When it is too many calls, and whether a server leaks."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.loading import judge
from benchmarks.loading.judge import Idle, Level

FINE = Level(
    calls=2, turns=40, p50_ms=500.0, p95_ms=700.0, lag_share=0.0, late_share=0.0, underruns=0,
    cpu_percent=20.0, own_percent=18.0, generator_percent=15.0, failed=0, rss_mb=700,
)  # fmt: skip


def levels(*changes: tuple[int, dict[str, Any]]) -> list[Level]:
    return [replace(FINE, calls=calls, **change) for calls, change in changes]


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"lag_share": 0.011}, "the loop's p99 is later than 50 ms"),
        ({"late_share": 0.0011}, "packets leave late"),
        ({"cpu_percent": 81.0}, "processor"),
        ({"own_percent": 81.0}, "processor"),
        ({"failed": 1}, "calls fail"),
        ({"p95_ms": 2000.0}, ""),
        ({"lag_share": 0.01, "late_share": 0.001, "cpu_percent": 80.0, "own_percent": 80.0}, ""),
    ],
)
def test_each_sign_shows_by_itself(change: dict[str, Any], sign: str) -> None:
    assert judge.too_much(replace(FINE, **change), cores=1) == sign


def test_a_process_has_one_core_for_its_loop_whatever_the_machine_has() -> None:
    assert judge.too_much(replace(FINE, cpu_percent=150.0), cores=2) == ""
    assert judge.too_much(replace(FINE, cpu_percent=150.0, own_percent=90.0), cores=2) == "processor"


@pytest.mark.parametrize("p95_ms", [901.0, None])
def test_where_the_models_are_callers_may_not_wait(p95_ms: float | None) -> None:
    level = replace(FINE, p95_ms=p95_ms)
    assert judge.too_much(level, cores=2, models=True) == "answers are late"
    assert judge.too_much(level, cores=2) == ""


def test_the_knee_is_the_first_level_that_is_too_much() -> None:
    found = judge.knee(levels((2, {}), (4, {}), (6, {"own_percent": 90.0}), (8, {})), cores=1)
    assert (found.calls, found.why, found.cap) == (6, "processor", 4)


def test_a_level_that_is_measured_again_counts_as_it_was_then() -> None:
    found = judge.knee(levels((2, {"own_percent": 90.0}), (2, {}), (4, {"failed": 3}), (4, {"failed": 3})), cores=1)
    assert (found.calls, found.why, found.cap) == (4, "calls fail", 2)


def test_callers_that_are_late_themselves_say_nothing_of_the_server() -> None:
    found = judge.knee(levels((10, {}), (12, {"generator_percent": 71.0, "own_percent": 99.0})), cores=1)
    assert found.calls is None
    assert found.cap == 7
    assert "12 calls" in found.why


@pytest.mark.parametrize(("measured", "cap"), [([], 1), (levels((1, {})), 1), (levels((2, {}), (20, {})), 14)])
def test_without_a_knee_the_cap_is_of_what_held(measured: list[Level], cap: int) -> None:
    found = judge.knee(measured, cores=1)
    assert (found.calls, found.cap) == (None, cap)


def test_a_server_that_is_full_says_so_at_once_and_the_others_feel_nothing() -> None:
    told = judge.overload([("busy", 0.2), ("busy", 1.0)], 500.0, 550.0, 0)
    assert told == {"refused": 2, "not_refused": [], "busy_max_ms": 1000.0, "moved_percent": 10.0, "held": True}


@pytest.mark.parametrize(
    "given",
    [
        ([("busy", 1.1)], 500.0, 500.0, 0),
        ([("busy", 0.1), ("ready", 0.1)], 500.0, 500.0, 0),
        ([("busy", 0.1)], 500.0, 556.0, 0),
        ([("busy", 0.1)], 500.0, None, 0),
        ([("busy", 0.1)], 500.0, 500.0, 1),
        ([], 500.0, 500.0, 0),
    ],
)
def test_each_promise_can_be_broken(given: Any) -> None:
    assert judge.overload(*given)["held"] is False


def idle(anonymous_mb: float, **counts: int) -> Idle:
    return Idle(anonymous_mb, counts)


def test_only_what_there_is_more_of_is_left_behind() -> None:
    assert judge.left_behind(idle(1, tasks=10, threads=9), idle(1, tasks=12, threads=8)) == {"tasks": 2}
    assert judge.left_behind(idle(1, keys=0, threads=3), idle(1, keys=3, threads=4), but={"keys"}) == {"threads": 1}


@pytest.mark.parametrize(
    ("sizes", "calls", "grows"),
    [
        ((100, 200, 202), 10, False),  # noise
        ((100, 200, 209), 5000, False),
        ((100, 200, 211), 6000, True),  # more than a tenth
        ((100, 200, 209), 1000, True),  # more than 2 kB a call
        ((100, 100, 105), 6000, True),  # the first pass took nothing
        ((200, 100, 90), 100, False),
        ((100, 200, 300), 0, True),
    ],
)
def test_memory_may_grow_by_little_in_the_second_pass(sizes: tuple[int, int, int], calls: int, grows: bool) -> None:
    cold, first, second = map(idle, sizes)
    assert judge.growth(cold, first, second, calls)["grows"] is grows
