"""Turns drawn as strings, one window of 32 ms a character, and what must hold for any probabilities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.turns.detector import (
    CONFIRM_WINDOWS,
    MAX_TURN_MS,
    WINDOW_MS,
    Confirmed,
    Ended,
    Paused,
    Resumed,
    Started,
    TurnDetector,
    TurnEvent,
)
from runtime.turns.hold import HOLD_MS

LOUDNESS = {".": 0.02, "-": 0.4, "#": 0.95}  # silence, neither, speech
LETTERS = {Started: "S", Confirmed: "C", Paused: "P", Resumed: "R", Ended: "E"}
HOLD_WINDOWS = HOLD_MS // WINDOW_MS


def told(timeline: str) -> list[TurnEvent]:
    detector = TurnDetector()
    return [event for window in timeline for event in detector.feed(LOUDNESS[window])]


def drawn(timeline: str) -> str:
    """What is told at each window, as letters below it."""
    detector = TurnDetector()
    return " ".join("".join(LETTERS[type(event)] for event in detector.feed(LOUDNESS[w])) or "." for w in timeline)


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("....", ". . . ."),
        (".#..", ". . . ."),  # a click
        (".##...", ". . S . . P"),
        ("######", ". S . . . C"),
        ("##-##", ". S . . ."),  # neither is enough to go on
        ("--###", ". . . S ."),  # but not to begin
        ("##...#", ". S . . P R"),
        ("##...-...", ". S . . P . . . ."),  # nor to go on after a pause
        ("##..........", ". S . . P . . . . . . E"),
    ],
)
def test_timelines(timeline: str, expected: str) -> None:
    assert drawn(timeline) == expected


def test_times_are_those_of_the_speech() -> None:
    started, paused, ended = told(".####" + "." * HOLD_WINDOWS)
    assert started == Started(WINDOW_MS)
    assert paused == Paused(1, WINDOW_MS, 5 * WINDOW_MS)
    assert ended == Ended(1, WINDOW_MS, 5 * WINDOW_MS, confirmed=False)


def test_the_second_pause_is_the_one_that_counts() -> None:
    events = told("####...####" + "." * HOLD_WINDOWS)
    assert [type(event) for event in events] == [Started, Paused, Resumed, Confirmed, Paused, Ended]
    assert events[-1] == Ended(2, 0, 11 * WINDOW_MS, confirmed=True)


def test_somebody_who_never_stops_is_answered_in_parts() -> None:
    ends = [event for event in told("#" * (2 * MAX_TURN_MS // WINDOW_MS + 10)) if isinstance(event, Ended)]
    assert len(ends) == 2
    assert ends[0].end_ms <= ends[1].start_ms


@given(st.lists(st.floats(0, 1), max_size=3000))
def test_what_holds_for_any_probabilities(probabilities: list[float]) -> None:
    detector = TurnDetector()
    speaking, paused, confirmed = False, False, False
    revision, last_end_ms, began_ms = 0, 0, 0
    for index, probability in enumerate(probabilities, 1):
        now_ms = index * WINDOW_MS
        for event in detector.feed(probability):
            match event:
                case Started(at_ms=at_ms):
                    assert not speaking
                    assert last_end_ms <= at_ms < now_ms
                    speaking, paused, confirmed, began_ms = True, False, False, at_ms
                case Confirmed():
                    assert speaking
                    assert not confirmed
                    assert now_ms - began_ms >= CONFIRM_WINDOWS * WINDOW_MS
                    confirmed = True
                case Paused():
                    assert speaking
                    assert not paused
                    assert event.revision == revision + 1
                    assert began_ms == event.start_ms < event.end_ms <= now_ms
                    revision, paused = event.revision, True
                case Resumed():
                    assert paused
                    assert event.revision == revision
                    paused = False
                case Ended():
                    assert paused
                    assert (event.revision, event.start_ms, event.confirmed) == (revision, began_ms, confirmed)
                    assert now_ms - began_ms <= MAX_TURN_MS + WINDOW_MS
                    speaking, last_end_ms = False, event.end_ms
        assert detector.speaking == speaking
