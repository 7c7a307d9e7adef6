"""Examples looked at as if they had not been given, with vectors made for it."""

import numpy as np
import pytest

from flows.understanding import left_out
from flows.understanding.left_out import MOST_TOLD, Others
from flows.understanding.lessons import Lesson

APART = [[True, False], [False, True]]


def _others(rows: list[tuple[int, float]], together: list[list[bool]] = APART) -> Others:
    """Sentences on a circle: the intent of each, and its angle in degrees; the last of an intent is its description."""
    lesson = Lesson(
        ("a", "b"), tuple(map(str, rows)), tuple(one for one, _ in rows), tuple(1.0 for _ in rows), talk=(), naming=()
    )
    angles = np.radians([angle for _, angle in rows])
    return Others(lesson, np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32), together)


GOOD = [(0, 0.0), (0, 8.0), (0, 12.0), (1, 80.0), (1, 88.0), (1, 95.0)]


def test_good_examples_are_left_alone() -> None:
    assert _others(GOOD).closer(6) == []


def test_an_example_among_those_of_another_intent_is_told_of() -> None:
    (found,) = _others([*GOOD, (0, 86.0)]).closer(7)
    assert (found.example, found.intent, found.nearest) == (6, 1, 4)
    assert found.lead > left_out.FAR_AHEAD


def test_only_examples_are_told_of_but_descriptions_count() -> None:
    rows = [*GOOD, (0, 86.0)]
    assert _others(rows).closer(6) == []
    (found,) = _others([(0, 0.0), (0, 8.0), (0, 85.0), (1, 150.0), (1, 88.0)]).closer(3)
    assert (found.example, found.nearest) == (2, 4)


def test_intents_that_start_the_same_are_not_told_apart() -> None:
    assert _others([*GOOD, (0, 86.0)], [[True, True], [True, True]]).closer(7) == []


def test_far_from_everything_is_closer_to_nothing() -> None:
    assert _others([*GOOD, (0, 180.0)]).closer(7) == []


def test_the_model_that_understands_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    others = _others([*GOOD, (0, 86.0)])
    monkeypatch.setattr(Others, "_is_taken", lambda self, at, intent: False)
    assert others.closer(7) == []


def test_with_many_examples_it_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out, "MOST_FITTED", 3)
    monkeypatch.setattr(left_out, "IntentModel", None)
    assert len(_others([*GOOD, (0, 86.0)]).closer(7)) == 1


def test_so_many_are_told_at_most() -> None:
    many = [(0, 80.0 + at / 10) for at in range(40)] + [(0, -at / 10) for at in range(60)]
    found = _others([*many, *((1, 82.0 + at / 10) for at in range(60))]).closer(160)
    assert len(found) <= MOST_TOLD


def test_of_two_that_are_alike_the_one_among_strangers() -> None:
    others = _others([*GOOD, (0, 80.5)])
    assert others.likeness(3, 6) > 0.99
    assert others.stranger(3, 6) == others.stranger(6, 3) == 6
    assert _others([(0, 0.0), (1, 0.0)]).stranger(0, 1) == 1
