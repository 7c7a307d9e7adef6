"""Calls of a run that go wrong, and what is kept of those that do not."""

import asyncio
import io
import json
from pathlib import Path

from benchmarks.voice.bench import Bench, Held, Log
from benchmarks.voice.speech import Studio
from runtime.caller.events import Event


def test_a_call_that_fails_is_noted_and_the_run_goes_on() -> None:
    bench = Bench("http://127.0.0.1:1", None, Path("."), Studio([]), Log(), quick=True)
    held = asyncio.run(bench.hold("first", "riverbank", []))
    assert "nothing answers there" in held.problem
    assert held.turns == []
    assert bench.failures == [f"first: {held.problem}"]


def test_every_row_is_written_at_once() -> None:
    file = io.StringIO()
    log = Log(file)
    log.write("fixed", answer_ms=300.0)
    assert json.loads(file.getvalue()) == {"scenario": "fixed", "answer_ms": 300.0}
    assert log.rows == [{"scenario": "fixed", "answer_ms": 300.0}]


def test_what_the_server_said_belongs_to_the_recording_before_it() -> None:
    def event(name: str, at_ms: float, **fields: object) -> Event:
        return Event(name, at_ms, fields)

    held = Held(
        "riverbank",
        events=[
            event("turn", 50, parts={}),  # the greeting
            event("caller_speech_end", 1000),
            event("turn", 1400, parts={"hold": 1.0}, filler=True),
            event("caller_speech_end", 3000),
            event("turn", 3100),  # of a timer
            event("turn", 3400, parts={"hold": 2.0}),
        ],
    )
    assert [held.told(number).get("parts") for number in range(3)] == [{"hold": 1.0}, {"hold": 2.0}, None]
    assert held.end_s(1) == 3.0
