"""The voice benchmark: its report, and one real call of it."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks._machine import percentile
from benchmarks._peer import turns_of
from benchmarks.voice import fixed, options, report, scenarios
from benchmarks.voice.bench import Bench, Held, Log
from benchmarks.voice.speech import Studio
from runtime.caller.events import Event
from tests.calls.served import ROOT, Served


def event(name: str, at_ms: float, **fields: object) -> Event:
    return Event(name, at_ms, fields)


def utterance(at_ms: float, index: int = 0) -> list[Event]:
    named = {"recording": f"said {index}", "index": index}
    return [event("caller_speech_start", at_ms, **named), event("caller_speech_end", at_ms + 1000, **named)]


def bench_of(log: Log, **more: object) -> Bench:
    return Bench("http://127.0.0.1:1", None, Path("."), Studio([]), log, quick=True, **more)  # type: ignore[arg-type]


def heard(*spans_ms: tuple[int, int]) -> SimpleNamespace:
    """A caller who heard the bot then."""
    at_ns = [ms * 1_000_000 for first, last in spans_ms for ms in range(first, last, 10)]
    onsets_ns = [first * 1_000_000 for first, _ in spans_ms]
    downlink = SimpleNamespace(
        audible_between=lambda first, last: [at for at in at_ns if first < at <= last],
        first_onset_after=lambda moment: next((at for at in onsets_ns if at > moment), None),
    )
    return SimpleNamespace(zero_ns=0, downlink=downlink)


def test_turns_are_logged_with_what_the_server_said_of_them() -> None:
    events = [*utterance(0), event("turn", 1400, parts={"hold": 200.0}), *utterance(3000, 1)]
    held = Held("riverbank", turns_of(heard((1400, 2500)), events, overlapped=False), events)
    log = Log()
    bench = bench_of(log)
    fixed.log_turns(bench, "fixed", held, "slt", ["open", "choice"])
    assert [(row["kind"], row["answer_ms"], row["parts"]) for row in log.rows] == [
        ("open", 400, {"hold": 200.0}),
        ("choice", None, None),
    ]
    told = fixed.report(bench)
    assert (told["fixed_p50_ms"], told["fixed_n"], told["fixed_unanswered"]) == (400, 1, 1)
    assert told["parts_p50_ms"] == {"hold": 200.0}


def test_a_bot_that_is_heard_before_the_caller_is_done_has_cut_in() -> None:
    cut = turns_of(heard((600, 900), (1500, 1900)), utterance(0), overlapped=False)[0]
    assert (cut.cut, cut.answer_ms) == (True, 500)


def test_percentiles() -> None:
    assert percentile([], 0.5) is None
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(1, 21)), 0.95) == 20


def test_the_report_has_its_names_and_a_late_clock_is_no_clock(tmp_path: Path) -> None:
    log = Log()
    log.write("fixed", kind="open", answer_ms=300.0, cut=False)
    made = report.whole(bench_of(log, lags=[9.0]), {"fixed_p50_ms": 300.0}, report.here())
    assert set(report.NAMES) <= set(made)
    assert {"n", "machine", "versions", "client_loop_lag_p99_ms"} <= set(made)
    assert (made["fixed_p50_ms"], made["drift_ms"], made["valid"]) == (300.0, None, False)
    assert "NOT VALID" in report.lines(made)[-1]
    report.keep(tmp_path, made, log)
    assert json.loads((tmp_path / "figures.json").read_text())["fixed_p50_ms"] == 300.0
    assert "fixed open (1)" in (tmp_path / "waits.svg").read_text()


def test_scenarios_are_chosen_by_name() -> None:
    assert list(scenarios.chosen(options.parse(["--only", "cutoffs, fixed"]).only)) == ["fixed", "cutoffs"]
    assert "model" not in scenarios.chosen([], elsewhere=True)  # it needs a server of its own
    with pytest.raises(ValueError, match="no scenario fxied"):
        scenarios.chosen(["fxied"])


@pytest.mark.calls
@pytest.mark.models
def test_the_benchmark_calls_a_server(served: Served, tmp_path: Path) -> None:
    """The whole program, with the shortest scenario there is."""
    command = [sys.executable, "benchmarks/voice_to_voice.py", "--quick", "--json", "--only", "connect"]
    done = subprocess.run(
        [*command, "--server", served.address, "--out", str(tmp_path)],
        cwd=ROOT,
        env=served.environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr  # 1: the clock of a test's caller may be late
    told = json.loads(done.stdout)
    assert told["failed"] == []
    assert told["connect_n"] == 2
    assert 0 < told["connect_answer_p50_ms"] <= told["connect_p50_ms"] <= told["connect_greeting_p50_ms"]
    rows = [json.loads(line) for line in (tmp_path / "turns.jsonl").read_text().splitlines()]
    assert [row["scenario"] for row in rows] == ["connect", "connect"]
