"""People who are counted up."""

import pytest

from flows.values.cardinals import cardinals
from flows.values.head_counts import company, count_words, total, whole_count
from flows.values.words import Found, Words


def told(found: Found | None) -> tuple[int, bool] | None:
    """Value and doubt."""
    return None if found is None else (int(found.value), found.doubtful)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("me and my wife", (2, False)), ("just me and a friend", (2, False)), ("my brother and i", (2, False)),
        ("me, my wife and our son", (3, False)), ("me and three others", (4, True)),
        ("me plus two", (3, True)), ("me and one other", (2, True)),
        ("give me a table for my wife", None), ("me and the weather", None), ("me or my wife", None),
        ("four friends", None), ("my wife", None),
    ],
)  # fmt: skip
def test_company(said: str, count: tuple[int, bool] | None) -> None:
    words = Words.of(said)
    found = company(words, cardinals(words))
    assert told(found) == count
    assert found is None or found.end <= len(words)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("two adults and three kids", (5, True)), ("2 men, 3 women and 1 baby", (6, True)), ("two adults", None),
        ("two adults or three adults", None), ("two people and three dogs", None), ("two adults no three kids", None),
    ],
)  # fmt: skip
def test_total(said: str, count: tuple[int, bool] | None) -> None:
    words = Words.of(said)
    assert told(total(words, cardinals(words))) == count


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("just me", (1, False)), ("me", (1, False)), ("tell me", None), ("no one", (0, True)), ("no, one", None),
        ("on my own, alone", (1, False)), ("lots", None), ("a couple", None),
    ],
)  # fmt: skip
def test_whole_counts(said: str, count: tuple[int, bool] | None) -> None:
    assert told(whole_count(Words.of(said))) == count


def test_count_words_are_found_wherever_they_stand() -> None:
    assert [(item.value, item.start) for item in count_words(Words.of("both, a couple, three"))] == [(2, 0), (2, 2)]
