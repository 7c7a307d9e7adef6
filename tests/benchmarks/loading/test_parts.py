"""What the parts make of rows and looks."""

from typing import Any

from benchmarks.loading import churn, ramp
from benchmarks.loading.judge import Idle
from benchmarks.loading.overload import by_window
from benchmarks.loading.street import Look
from benchmarks.voice.processes import Usage


def row(at_s: float, answer_ms: float | None, *, cut: bool = False) -> dict[str, Any]:
    return {"at_s": at_s, "answer_ms": answer_ms, "cut": cut}


def look(at_s: float, own_s: float, callers_s: tuple[float, ...], **figures: float) -> Look:
    return Look(at_s, figures, Usage(2 * own_s, 500.0, 9), Usage(own_s, 300.0, 9), callers_s)


def test_turns_are_told_apart_by_when_they_began() -> None:
    spans = [(100.0, False), (110.0, True), (120.0, False)]
    rows = [row(105, 1.0), row(112, 2.0), row(125, 3.0), row(131, 4.0), row(113, None), row(114, 9.0, cut=True)]
    assert by_window(rows, spans, 10, crowded=False) == [1.0, 3.0]
    assert by_window(rows, spans, 10, crowded=True) == [2.0]


def test_a_level_is_what_was_counted_between_two_looks() -> None:
    before = look(0, 1.0, (1.0, 2.0), sent_packets=1000, late_sendings=5, loop_steps=100, loop_steps_late=1)
    after = look(10, 5.0, (2.0, 4.0), sent_packets=3000, late_sendings=9, loop_steps=600, loop_steps_late=6)
    rows = [row(1, 400.0), row(2, 600.0), row(3, 5.0, cut=True), {"problem": "broken"}, {"problem": ""}]
    level = ramp.level_of(4, rows, before, after, shared=True)
    assert (level.calls, level.turns, level.failed) == (4, 2, 1)
    assert (level.late_share, level.lag_share) == (0.002, 0.01)
    assert (level.own_percent, level.cpu_percent, level.generator_percent) == (40.0, 80.0, 30.0)
    assert ramp.level_of(4, rows, before, after, shared=False).generator_percent == 20.0


def test_a_churn_holds_when_nothing_is_left_and_nothing_broke() -> None:
    cold = Idle(100, {"tasks": 10})
    first = churn.Pass(9, (), 2.0, Idle(150, {"tasks": 10}))
    assert churn.report(cold, first, churn.Pass(9, (), 2.0, Idle(151, {"tasks": 10})))["held"] is True
    assert churn.report(cold, first, churn.Pass(9, ("cut off",), 2.0, Idle(151, {"tasks": 10})))["held"] is False
    left = churn.report(cold, first, churn.Pass(9, (), None, Idle(151, {"tasks": 12})))
    assert (left["held"], left["left"]) == (False, [{}, {"tasks": 2}])
    assert churn.report(cold, first, churn.Pass(9, (), 2.0, Idle(190, {"tasks": 10})))["held"] is False
