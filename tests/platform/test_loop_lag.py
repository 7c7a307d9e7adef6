"""The loop's lag, on a clock that the test turns."""

import asyncio
import contextlib
import itertools
import types
from collections.abc import Generator

from voxloom.telemetry.loop_lag import KEPT_S, STEP_MS, LoopLag


class Enough(Exception):
    """All sleeps of the test are over."""


def watched(overshoots_ms: list[float]) -> LoopLag:
    """What is noted of sleeps each of which takes so much longer than it should."""
    now = 0.0
    left = list(overshoots_ms)

    async def sleep(seconds: float) -> None:
        nonlocal now
        if not left:
            raise Enough
        now += seconds + left.pop(0) / 1000

    lag = LoopLag(lambda: now, sleep)
    with contextlib.suppress(Enough):
        asyncio.run(lag.watch())
    return lag


def test_the_lag_is_what_all_but_one_in_a_hundred_stay_below() -> None:
    assert watched([1.0] * 98 + [7.0, 50.0]).p99_ms() == 50.0
    assert watched([1.0] * 990 + [7.0] * 9 + [50.0]).p99_ms() == 7.0


def test_only_the_last_minute_counts() -> None:
    assert watched([900.0] * 100 + [2.0] * (KEPT_S * 1000 // STEP_MS)).p99_ms() == 2.0


def test_the_lag_of_the_last_seconds_forgets_sooner() -> None:
    lag = watched([900.0] * 100 + [2.0] * 100)
    assert (lag.p99_ms(), lag.p99_ms(last_s=1.5)) == (900.0, 2.0)
    assert lag.beats == 200


def test_without_a_sample_there_is_no_lag() -> None:
    assert LoopLag().p99_ms() == 0.0


def test_steps_that_are_noted_while_somebody_reads_do_no_harm() -> None:
    """Another thread answers a page."""
    begun = itertools.count()

    @types.coroutine
    def sleep(_seconds: float) -> Generator[None, None, None]:
        yield

    class Moment(float):
        """A time at whose look another step is noted."""

        def __ge__(self, other: float) -> bool:
            watching.send(None)
            return float.__ge__(self, other)

    lag = LoopLag(lambda: Moment(next(begun)), sleep)
    watching = lag.watch()
    for _ in range(4):
        watching.send(None)
    assert lag.p99_ms(last_s=100.0) == 1000 - STEP_MS
    assert lag.beats > 3
    watching.close()
