"""A spelled value in a sentence, with what the caller took back."""

import pytest

from flows.values.safe_pattern import safe_pattern
from flows.values.spelled_value import SpelledValue, nearest_reading, spelled_value, unasked_value
from flows.values.words import Words

LOOSE = safe_pattern("[0-9]{1,20}")


def value(said: str, pattern: str = "[0-9]{4}") -> SpelledValue | None:
    """The value of a sentence."""
    return spelled_value(Words.of(said), safe_pattern(pattern), lambda text: text, loose=LOOSE)


@pytest.mark.parametrize(
    ("said", "text", "doubtful"),
    [
        ("one two three four", "1234", False),
        ("one two three four no wait five six seven eight", "5678", False),
        ("one two three four sorry nine", "1239", True),
        ("one two no one two three four", "1234", False),
        ("one two three no three four", "1234", True),
        ("one two three four no wait", "1234", True),
        ("one two three four no wait that's my old one", "1234", True),
        ("one two three four no wait five six seven eight nine", None, False),
        ("one two three", None, False),
    ],
)
def test_corrections(said: str, text: str | None, doubtful: bool) -> None:
    found = value(said)
    assert (found.value if found else None) == text
    assert found is None or found.doubtful is doubtful


def test_spans_everything_that_was_corrected() -> None:
    found = value("it's one two three four no wait five six seven eight thanks")
    assert found is not None
    assert (found.start, found.end) == (0, 11)


def test_only_what_fits_counts() -> None:
    words = Words.of("four two four two")
    assert spelled_value(words, safe_pattern("[0-9]{4}"), lambda text: None, loose=LOOSE) is None


def test_what_was_heard_can_be_told_if_it_was_the_answer() -> None:
    heard = nearest_reading(Words.of("it's one two three"), LOOSE)
    assert heard is not None
    assert heard.text == "123"
    assert nearest_reading(Words.of("i would like two tickets for the show please"), LOOSE) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i lost my card 1 2 3 4 yesterday", "1234"),
        ("from 1 2 3 4 to 5 6 7 8", None),
        ("one to three for", None),
        ("nothing at all", None),
    ],
)
def test_unasked_there_is_one_or_none(said: str, value: str | None) -> None:
    found = unasked_value(Words.of(said), safe_pattern("[0-9]{4}"), lambda text: text)
    assert (found.value if found else None) == value
    two_ways = unasked_value(Words.of("b oh one"), safe_pattern("[A-Z0-9]{3}"), lambda text: text)
    assert two_ways is None


def test_who_has_too_few_digits_is_not_read() -> None:
    def value_of(text: str) -> str:
        asked.append(text)
        return text

    asked: list[str] = []
    assert unasked_value(Words.of("table 1 2 3"), safe_pattern("[0-9]{3}"), value_of, digits=4) is None
    assert asked == []
    assert unasked_value(Words.of("table 1 2 3"), safe_pattern("[0-9]{3}"), value_of, digits=3) is not None
