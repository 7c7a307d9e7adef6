"""The benchmark of the designer runs, and its figures are of what they say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks._frames import main_thread_ms
from benchmarks.designer import TARGETS

ROOT = Path(__file__).resolve().parents[2]


def event(name: str, ts: int, dur: int = 0, tid: int = 1, **more: int) -> dict[str, object]:
    return {"name": name, "ph": "X" if dur else "b", "ts": ts, "dur": dur, "pid": 1, "tid": tid, **more}


def task(ts: int, dur: int, **more: int) -> dict[str, object]:
    return event("ThreadControllerImpl::RunTask", ts, dur, **more)


def test_the_work_of_a_frame_is_that_of_its_own_thread_between_the_marks() -> None:
    first = [task(5, 12), event("begin", 18), task(19, 4_000), event("AnimationFrame", 20), task(5_000, 9_000, tid=2)]
    second = [task(15_900, 30_000, tdur=6_000), event("AnimationFrame", 16_000), event("Paint", 16_020, 900)]
    after = [event("end", 60_000), task(69_000, 99_000), event("AnimationFrame", 70_000)]
    told = json.dumps({"traceEvents": [*after, *first, *second]}).encode()
    assert main_thread_ms(told, "begin", "end") == [4.0, 6.0]


@pytest.mark.browser
@pytest.mark.timeout(300)  # a server, a browser and a list of bots, on a machine that may be busy
def test_it_runs_and_tells_every_figure() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "designer.py"), "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["machine"]["cores"]
    assert all(told[name] is not None for name in TARGETS)
    assert min(told["drag_frames"], told["pan_frames"]) > 5
    ten, many = told["list_queries"]
    assert ten == many, "as many queries for more bots"
    assert told["bundle_kb"] <= TARGETS["bundle_kb"]
