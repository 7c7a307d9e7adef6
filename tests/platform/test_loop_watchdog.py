"""What is done about an event loop that is late or stands still."""

import asyncio
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.virtual_time import run
from voxloom.telemetry import loop_watchdog
from voxloom.telemetry.loop_lag import LoopLag
from voxloom.telemetry.loop_watchdog import CALM_MS, LATE_MS, WINDOW_S, BlockedLoop, LoopWatchdog, Overload, frames
from voxloom.telemetry.metrics import REGISTRY

ROOT = Path(__file__).parents[2]
WAIT_S = 20


def test_it_asks_for_no_calls_from_one_limit_on_and_for_calls_below_another() -> None:
    overload = Overload()
    seen = [overload.see(p99_ms) or overload.on for p99_ms in (0.0, LATE_MS, LATE_MS + 1, LATE_MS - 1, CALM_MS + 1)]
    assert (seen, overload.on) == ([False, False, True, True, True], True)
    assert overload.see(CALM_MS)
    assert not overload.on
    assert not overload.see(LATE_MS)


class Late:
    """A loop whose steps take longer as the test says; virtual time passes for them."""

    def __init__(self) -> None:
        self.by_ms = 0.0
        self.loop = asyncio.get_running_loop()
        self.lag = LoopLag(self.loop.time, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds + self.by_ms / 1000)


def test_a_late_loop_is_told_and_counted_until_it_has_recovered(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        late = Late()
        watchdog = LoopWatchdog(late.lag)
        tasks = [asyncio.create_task(late.lag.watch()), asyncio.create_task(watchdog.watch())]
        await asyncio.sleep(30)
        assert watchdog.in_time
        late.by_ms = LATE_MS + 50
        await asyncio.sleep(5)
        assert not watchdog.in_time
        late.by_ms = LATE_MS - 50  # better, and not good
        await asyncio.sleep(60)
        assert not watchdog.in_time
        late.by_ms = 0
        await asyncio.sleep(WINDOW_S - 2)
        assert not watchdog.in_time
        await asyncio.sleep(4)
        assert watchdog.in_time
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    before = _value("voxloom_loop_overloaded_total")
    run(work())
    assert _value("voxloom_loop_overloaded_total") == before + 1
    told = [record.message for record in caplog.records if record.name == loop_watchdog.__name__]
    assert "no new calls are asked for" in told[0]
    assert "is in time again" in told[1]
    assert len(told) == 2


def test_one_long_step_is_no_overload() -> None:
    async def work() -> None:
        late = Late()
        watchdog = LoopWatchdog(late.lag)
        tasks = [asyncio.create_task(late.lag.watch()), asyncio.create_task(watchdog.watch())]
        await asyncio.sleep(WINDOW_S)
        late.by_ms = 900
        await asyncio.sleep(1)
        late.by_ms = 0
        for _ in range(20):
            await asyncio.sleep(1)
            assert watchdog.in_time
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(work())


def test_how_late_it_was_while_it_started_does_not_count() -> None:
    async def work() -> None:
        late = Late()
        watchdog = LoopWatchdog(late.lag, starting=True)
        tasks = [asyncio.create_task(late.lag.watch()), asyncio.create_task(watchdog.watch())]
        late.by_ms = LATE_MS + 50
        await asyncio.sleep(30)
        late.by_ms = 0
        watchdog.started()
        for _ in range(round(2 * WINDOW_S)):
            await asyncio.sleep(1)
            assert watchdog.in_time
        late.by_ms = LATE_MS + 50
        await asyncio.sleep(5)
        assert not watchdog.in_time
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(work())


class Told(logging.Handler):
    """Says when something was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.any = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        self.any.set()


@pytest.fixture
def told() -> Any:
    handler = Told()
    loop_watchdog.log.addHandler(handler)
    yield handler
    loop_watchdog.log.removeHandler(handler)


def test_a_loop_that_stands_still_is_told_with_what_it_is_in_and_no_value(told: Told) -> None:
    before = _value("voxloom_loop_blocked_total")

    def hold_the_loop_up(number_of_a_card: str) -> None:
        assert told.any.wait(WAIT_S)
        assert number_of_a_card

    async def main() -> None:
        lag = LoopLag()
        watching = asyncio.create_task(lag.watch())
        blocked = BlockedLoop(lambda: lag.beats, threading.get_ident(), blocked_s=0.3)
        blocked.start()
        await asyncio.sleep(0)
        hold_the_loop_up("4000 0012 3456 7899")
        told.any.clear()
        async with asyncio.timeout(WAIT_S):
            while len(told.lines) < 2:
                await asyncio.sleep(0.01)
        blocked.stop()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await asyncio.to_thread(blocked._thread.join, WAIT_S)
        assert not blocked._thread.is_alive()

    asyncio.run(main())
    assert "hold_the_loop_up (" in told.lines[0]
    assert "test_loop_watchdog.py:" in told.lines[0]
    assert "4000" not in "".join(told.lines)
    assert told.lines[1] == "The event loop goes on"
    assert _value("voxloom_loop_blocked_total") == before + 1


def test_a_loop_that_runs_is_left_alone(told: Told) -> None:
    beats = iter(range(10**9))
    asked = threading.Event()

    def next_beat() -> int:
        beat = next(beats)
        if beat == 30:
            asked.set()
        return beat

    blocked = BlockedLoop(next_beat, threading.get_ident(), blocked_s=0.02)
    blocked.start()
    assert asked.wait(WAIT_S)
    blocked.stop()
    assert told.lines == []


def test_a_thread_that_is_gone_has_no_frames() -> None:
    assert frames(None) == "a thread that is gone"


PROGRAM = """
import asyncio, re, sys, time
from voxloom.telemetry import loop_watchdog
from voxloom.telemetry.loop_lag import LoopLag

def never_comes_back():
    {blocks}

async def main():
    lag = LoopLag()
    watching = asyncio.create_task(lag.watch())
    guard = asyncio.create_task(loop_watchdog.LoopWatchdog(lag, ends_after_s={ends}).watch())
    await asyncio.sleep(0.1)
    never_comes_back()
    guard.cancel()
    watching.cancel()

asyncio.run(main())
print("came back")
"""


@pytest.mark.parametrize(
    ("blocks", "ends", "code"),
    [
        ("time.sleep(600)", "1.5", 1),
        ("re.match('(a+)+$', 'a' * 60 + 'b')", "1.5", 1),  # holds the interpreter's lock all the while
        ("time.sleep(2.5)", "None", 0),
        ("time.sleep(0.1)", "1.5", 0),
    ],
)
def test_a_process_whose_loop_stands_still_for_good_ends_where_that_is_wanted(
    blocks: str, ends: str, code: int
) -> None:
    path = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(blocks=blocks, ends=ends)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    assert ("came back" in ended.stdout) == (code == 0)
    assert ("never_comes_back" in ended.stderr) == (code == 1 or "2.5" in blocks)


def _value(name: str) -> float:
    return REGISTRY.get_sample_value(name) or 0.0
