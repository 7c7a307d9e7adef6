"""Whether two recognisers heard the same."""

import pytest

from runtime.speech.agreeing import meant


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("digits", ("4 4 7 1", "Four, four, seven, one.", "4471", "44-71")),
        ("digits", ("Eight one two double zero four.", "812 004", "8, 1, 2, 0, 0, 4")),
        ("digits", ("It is 9205.", "It is nine, two, zero five.")),
        ("phone", ("415-555-0132.", "Four, one, five, five, five, five, oh, one three two")),
        ("spelled", ("Q X nine nine eight one", "QX9981", "q x 99 81")),
        ("time", ("Half past eight.", "half past 8")),
        ("integer", ("for twenty five people", "For 25 people.")),
        ("choice", ("The savings one, please.", "the savings one please")),
    ],
)
def test_what_means_the_same_is_the_same(kind: str, texts: tuple[str, ...]) -> None:
    assert len({meant(text, kind) for text in texts}) == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("digits", "A12004", "Eight, one, two, double zero, four"),
        ("digits", "4471", "4 4 7"),
        ("digits", "17330", "One, seven, three, zero."),
        ("time", "at eight", "at eighteen"),
        ("choice", "savings", "checking"),
    ],
)
def test_what_does_not_is_not(kind: str, one: str, other: str) -> None:
    assert meant(one, kind) != meant(other, kind)


def test_no_words_are_nothing() -> None:
    assert meant("... -", "digits") == ""
