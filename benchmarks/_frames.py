"""How much work the main thread of a page has for each frame, read out of a trace of Chromium."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

Event = dict[str, Any]
CATEGORIES = ["toplevel", "devtools.timeline", "devtools.timeline.frame", "blink.user_timing"]
TASK, FRAME = "ThreadControllerImpl::RunTask", "AnimationFrame"
MIN_FRAME_MS = 0.2
"""Ends of a gesture without any work in it are no frames."""


def main_thread_ms(trace: bytes, begin: str, end: str) -> list[float]:
    """Of each frame between two marks of the page (`performance.mark`): ms that its main thread was busy, by its own
    clock of processor time where the trace has it."""
    events: list[Event] = json.loads(trace)["traceEvents"]
    marks = {event["name"]: event for event in events if event["name"] in (begin, end)}
    first, last = marks[begin], marks[end]
    thread = [event for event in events if (event["pid"], event["tid"]) == (first["pid"], first["tid"])]
    inside = [event for event in thread if first["ts"] <= event["ts"] <= last["ts"]]
    frames = sorted(event["ts"] for event in inside if event["name"] == FRAME and event["ph"] == "b")
    return work_between(frames, (event for event in inside if event["name"] == TASK and event["ph"] == "X"))


def work_between(frames: list[int], tasks: Iterable[Event]) -> list[float]:
    """Work in ms of each frame, by its begin in µs: the task in which it begins, and all until the next one.

    >>> work_between([20, 16_000], [{"ts": 10, "dur": 4_000}, {"ts": 17_000, "dur": 9_000, "tdur": 6_000}])
    [4.0, 6.0]
    """
    busy = [0.0] * len(frames)
    for task in tasks:
        at = bisect_right(frames, task["ts"] + task["dur"]) - 1
        if at >= 0:
            busy[at] += task.get("tdur", task["dur"]) / 1000
    return [ms for ms in busy if ms >= MIN_FRAME_MS]
