"""The arithmetic of the voice-to-voice benchmark, on calls that are written down."""

from types import SimpleNamespace

import pytest

from benchmarks import voice_to_voice
from benchmarks._machine import percentile
from benchmarks.voice_to_voice import Figures, report, take_stops, take_turns
from runtime.caller.events import Event


def event(name: str, at_ms: float, **fields: object) -> Event:
    return Event(name, at_ms, fields)


def utterance(at_ms: float) -> list[Event]:
    return [event("caller_speech_start", at_ms), event("caller_speech_end", at_ms + 1000)]


def answered(at_ms: float, total_ms: float) -> list[Event]:
    return [
        event("transcript", at_ms - 50, text="yes", final=True),
        event("turn", at_ms, total_ms=total_ms, parts={"hold": 200.0, "egress": total_ms - 200, "engine": None}),
    ]


def test_turns_are_counted_by_kind() -> None:
    figures = Figures()
    events = [*utterance(0), *answered(1400, 400), *utterance(3000), *answered(4300, 300)]
    take_turns(figures, ["open", "choice"], events)
    assert figures.totals == {"open": [400], "choice": [300]}
    assert figures.parts["hold"] == [200, 200]
    assert (figures.spoken, figures.cut_turns, figures.unanswered) == (2, 0, 0)


def test_a_recording_heard_as_two_turns_is_cut() -> None:
    figures = Figures()
    early = event("transcript", 600, text="no", final=True)
    start, end = utterance(0)
    take_turns(figures, ["open"], [start, early, end, *answered(1400, 400)])
    assert figures.cut_turns == 1


def test_a_recording_without_a_turn_is_unanswered() -> None:
    figures = Figures()
    take_turns(figures, ["open"], [*utterance(0), event("turn", 2000, total_ms=None)])
    assert (figures.unanswered, figures.totals) == (1, {})


@pytest.mark.parametrize(
    ("audible_ms", "stops", "not_stopped"),
    [
        ([*range(0, 130, 10), *range(900, 1000, 10)], [110], 0),  # stopped after 110 ms, then the answer
        ([*range(0, 2000, 10)], [], 1),  # talked on
        ([*range(900, 1000, 10)], [], 0),  # was silent anyway
    ],
)
def test_stop_times_end_with_the_last_window_before_the_pause(
    audible_ms: list[int], stops: list[float], not_stopped: int
) -> None:
    heard = [1_000_000_000 + ms * 1_000_000 for ms in audible_ms]
    downlink = SimpleNamespace(audible_between=lambda first, last: [at for at in heard if first < at <= last])
    figures = Figures()
    take_stops(figures, SimpleNamespace(zero_ns=1_000_000_000, downlink=downlink), [event("caller_speech_start", 10)])
    assert (figures.stops, figures.not_stopped) == (stops, not_stopped)


def test_percentiles() -> None:
    assert percentile([], 0.5) is None
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(1, 21)), 0.95) == 20


def test_the_report_has_its_names() -> None:
    figures = Figures(totals={"open": [300.0]}, stops=[120.0], lags=[9.0])
    made = report(figures, ["a"])
    assert {"fixed_p50_ms", "fixed_p95_ms", "barge_in_p95_ms", "n", "machine", "versions"} <= set(made)
    assert made["valid"] is False
    assert voice_to_voice.LOOP_LAG_LIMIT_MS == 5
