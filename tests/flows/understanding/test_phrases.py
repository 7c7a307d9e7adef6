"""Patterns over words."""

import pytest

from flows.understanding.phrases import Phrases, data

PATTERNS = Phrases(["make it {rest}", "change the {slot} to {value}"])


def test_where_a_pattern_stands_and_its_parts() -> None:
    whole = PATTERNS.whole(("change", "the", "day", "to", "monday"))
    assert whole is not None
    assert whole.parts == {"slot": (2, 3), "value": (4, 5)}
    assert PATTERNS.whole(("oh", "make", "it", "sixty")) is None
    inside, begun = PATTERNS.inside(("oh", "make", "it", "x")), PATTERNS.at_start(("oh", "make", "it", "x"), 1)
    assert inside is not None
    assert begun is not None
    assert (inside.start, begun.start) == (1, 1)
    assert PATTERNS.at_start(("oh", "make", "it", "x")) is None
    end = PATTERNS.at_end(("oh", "make", "it", "x"))
    assert end is not None
    assert end.end == 4
    assert PATTERNS.every_whole(("make", "it", "so")) != []


@pytest.mark.parametrize(
    "name", ["corrections.yaml", "naming.yaml", "requests.yaml", "cues.yaml", "lists.yaml", "talk.yaml"]
)
def test_the_language_is_data(name: str) -> None:
    assert data(name)
