"""Turns drawn as pieces of sound, and what must hold for any levels and probabilities."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.turns.detector import (
    CONFIRM_WINDOWS,
    LASTING_WINDOWS,
    LONG_HOLD_MS,
    MAX_TURN_MS,
    PAUSE_MS,
    STEP_MS,
    UNDECIDED_MS,
    WINDOW_MS,
    Confirmed,
    Ended,
    Lasting,
    Paused,
    Resumed,
    Started,
    TurnDetector,
    TurnEvent,
)

SOUNDS = {
    "quiet": (-80.0, 0.02), "voice": (-20.0, 0.95), "neither": (-20.0, 0.4), "noise": (-21.0, 0.02),
    "hum": (-80.0, 0.6),
}  # fmt: skip
LATE_MS = 40
"""How far the windows are behind the sound, as Silero's are."""

Piece = tuple[str, int]


def fed(detector: TurnDetector, *pieces: Piece, late_ms: int = LATE_MS) -> Iterator[tuple[int, TurnEvent]]:
    """The events of pieces of (sound, ms), with the time of the step at which each was told."""
    sounds = [SOUNDS[name] for name, ms in pieces for _ in range(ms // STEP_MS)]
    windows = 0
    for step, (level, _) in enumerate(sounds, 1):
        probabilities = []
        while (windows + 1) * WINDOW_MS <= step * STEP_MS:
            at = max(0, (windows * WINDOW_MS + WINDOW_MS // 2 - late_ms) // STEP_MS)
            probabilities.append(sounds[at][1])
            windows += 1
        for event in detector.feed([level], probabilities):
            yield detector.now_ms, event


def told(*pieces: Piece, hold_ms: int | None = 300) -> list[TurnEvent]:
    """The same with each pause decided at once, unless `hold_ms` is None."""
    detector = TurnDetector()
    events: list[TurnEvent] = []
    for _, event in fed(detector, *pieces):
        events.append(event)
        if isinstance(event, Paused) and hold_ms is not None:
            events += detector.decide(event.revision, hold_ms)
    return events


def kinds(events: list[TurnEvent]) -> list[type]:
    return [type(event) for event in events]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("quiet", 500)], []),
        ([("quiet", 200), ("voice", 30), ("quiet", 300)], []),  # a click
        ([("quiet", 200), ("noise", 900)], []),  # loud, but no speech
        ([("quiet", 200), ("neither", 900)], []),  # not enough to begin
        ([("quiet", 200), ("voice", 100), ("quiet", 200)], [Started, Paused]),
        ([("quiet", 200), ("voice", 190), ("quiet", 200)], [Started, Confirmed, Paused]),
        ([("quiet", 200), ("voice", 200), ("neither", 200)], [Started, Confirmed, Lasting]),  # but enough to go on
        ([("quiet", 200), ("voice", 110), ("quiet", 160), ("voice", 90)], [Started, Paused, Resumed]),
        ([("quiet", 200), ("voice", 160), ("quiet", 160), ("neither", 90)], [Started, Paused]),
        ([("quiet", 200), ("voice", 160), ("quiet", 500)], [Started, Paused, Ended]),
        ([("quiet", 200), ("voice", 700), ("quiet", 90)], [Started, Confirmed, Lasting, Lasting, Lasting, Paused]),
    ],
)
def test_timelines(pieces: list[Piece], expected: list[type]) -> None:
    assert kinds(told(*pieces)) == expected


def test_times_are_those_of_the_sound_and_not_of_the_late_windows() -> None:
    started, _, lasting, paused, ended = told(("quiet", 320), ("voice", 300), ("quiet", 600))
    assert isinstance(lasting, Lasting)
    assert abs(started.at_ms - 320) <= WINDOW_MS + LATE_MS
    assert paused == Paused(1, started.at_ms, 620)
    assert ended == Ended(1, started.at_ms, 620, confirmed=True)


def test_a_pause_is_told_when_the_sound_has_stopped() -> None:
    times = [at for at, event in fed(TurnDetector(), ("voice", 600), ("quiet", 200)) if isinstance(event, Paused)]
    assert times == [600 + PAUSE_MS]


def test_where_noise_drowns_the_voice_the_windows_tell() -> None:
    pieces = [("noise", 3000), ("voice", 640), ("noise", 900)]
    (paused,) = [event for event in told(*pieces) if isinstance(event, Paused)]
    assert abs(paused.end_ms - 3640) <= LATE_MS + WINDOW_MS
    assert isinstance(told(*pieces)[-1], Ended)


@pytest.mark.parametrize("hold_ms", [100, 250, 800])
def test_silence_lasts_as_long_as_was_decided(hold_ms: int) -> None:
    detector = TurnDetector()
    ended = []
    for at, event in fed(detector, ("voice", 600), ("quiet", 1500)):
        if isinstance(event, Paused):
            assert detector.decide(event.revision, hold_ms) == []
        if isinstance(event, Ended):
            ended.append(at)
    assert len(ended) == 1
    assert ended[0] - 600 == max(hold_ms, 100)


def test_a_decision_that_comes_late_ends_the_turn_at_once() -> None:
    detector = TurnDetector()
    events = [event for _, event in fed(detector, ("voice", 600), ("quiet", 400))]
    assert isinstance(events[-1], Paused)
    assert detector.decide(events[-1].revision, 100) == [Ended(events[-1].revision, 0, 600, True)]
    assert not detector.speaking


def test_a_turn_of_which_nobody_knows_the_words_ends_too() -> None:
    detector = TurnDetector()
    times = [at for at, event in fed(detector, ("voice", 600), ("quiet", 2000)) if isinstance(event, Ended)]
    assert times == [600 + UNDECIDED_MS]


def test_a_decision_about_a_pause_that_is_over_is_none() -> None:
    detector = TurnDetector()
    list(fed(detector, ("voice", 600), ("quiet", 200), ("voice", 200)))
    assert detector.decide(1, 0) == []
    assert detector.speaking


def test_a_long_pause_is_looked_at_again() -> None:
    pauses = [event for event in told(("voice", 600), ("quiet", 700), hold_ms=600) if isinstance(event, Paused)]
    assert [(pause.revision, pause.again) for pause in pauses] == [(1, False), (2, True)]
    (once,) = [
        event for event in told(("voice", 600), ("quiet", 700), hold_ms=LONG_HOLD_MS - 1) if isinstance(event, Paused)
    ]
    assert not once.again


def test_hum_behind_a_voice_does_not_keep_the_turn_open() -> None:
    assert isinstance(told(("voice", 600), ("hum", 600), hold_ms=100)[-1], Ended)


def test_how_long_a_pause_was() -> None:
    (resumed,) = [event for event in told(("voice", 300), ("quiet", 240), ("voice", 300)) if isinstance(event, Resumed)]
    assert abs(resumed.after_ms - 240) <= 2 * WINDOW_MS + LATE_MS


def test_the_last_pause_is_the_one_that_counts() -> None:
    events = told(("voice", 160), ("quiet", 200), ("voice", 160), ("quiet", 600))
    assert kinds(events) == [Started, Confirmed, Paused, Resumed, Paused, Ended]
    assert events[-1].revision == 2
    assert events[-1].end_ms == 520


def test_somebody_who_never_stops_is_answered_in_parts() -> None:
    ends = [event for event in told(("voice", 2 * MAX_TURN_MS + 300)) if isinstance(event, Ended)]
    assert len(ends) == 2
    assert ends[0].end_ms <= ends[1].start_ms


@given(
    st.lists(st.tuples(st.floats(-100, 0), st.floats(0, 1)), max_size=1500),
    st.lists(st.integers(0, 900), max_size=30),
)
def test_what_holds_for_any_sound(sounds: list[tuple[float, float]], holds: list[int]) -> None:
    detector = TurnDetector()
    speaking = paused = confirmed = False
    revision = began_ms = last_end_ms = windows = 0
    for step, (level, probability) in enumerate(sounds, 1):
        due = step * STEP_MS // WINDOW_MS - windows
        windows += due
        events = detector.feed([level], [probability] * due)
        while events:
            event = events.pop(0)
            match event:
                case Started(at_ms=at_ms):
                    assert not speaking
                    assert last_end_ms - 2 * WINDOW_MS <= at_ms < detector.now_ms
                    speaking, paused, confirmed, began_ms = True, False, False, at_ms
                case Confirmed():
                    assert speaking
                    assert not confirmed
                    assert event.at_ms - began_ms >= CONFIRM_WINDOWS * WINDOW_MS
                    confirmed = True
                case Lasting():
                    assert speaking
                    assert event.at_ms - began_ms >= LASTING_WINDOWS * WINDOW_MS
                case Paused():
                    assert speaking
                    assert paused == event.again
                    assert event.revision == revision + 1
                    assert began_ms == event.start_ms < event.end_ms <= detector.now_ms + WINDOW_MS
                    revision, paused = event.revision, True
                    if holds:
                        events += detector.decide(revision, holds.pop())
                case Resumed():
                    assert paused
                    assert event.revision == revision
                    paused = False
                case Ended():
                    assert paused
                    assert (event.revision, event.start_ms, event.confirmed) == (revision, began_ms, confirmed)
                    assert detector.now_ms - began_ms <= MAX_TURN_MS + WINDOW_MS
                    speaking, last_end_ms = False, event.end_ms
        assert detector.speaking == speaking
