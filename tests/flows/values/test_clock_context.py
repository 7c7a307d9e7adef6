"""What stands around a time."""

import pytest

from flows.values.calendar_words import days_said
from flows.values.clock_context import corrects, lead_of, parts_of_day, past_tail, stands_behind
from flows.values.words import Words


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("come at around eight", 3, (1, "at")),
        ("come around eight", 2, (1, "about")),
        ("not before eight", 2, (0, "bound")),
        ("sometime after at eight", 3, (1, "at")),
        ("a table for eight", 3, (2, "for")),
        ("we are eight", 2, (2, None)),
        ("eight", 0, (0, None)),
    ],
)
def test_leads(text: str, at: int, found: tuple[int, str | None]) -> None:
    assert lead_of(Words.of(text), at) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("eight in the evening", ["evening"]),
        ("friday night at nine", ["night"]),
        ("tonight", ["tonight"]),
        ("this morning", ["morning"]),
        ("good evening", []),
        ("have a nice evening", []),
        ("the evening menu", []),
    ],
)
def test_parts_of_the_day(text: str, parts: list[str]) -> None:
    words = Words.of(text)
    assert [part for _, _, part in parts_of_day(words, days_said(words, asked=False))] == parts


def test_tails_and_corrections() -> None:
    assert past_tail(Words.of("eight ish sharp please"), 1) == 3
    words = Words.of("seven um no make it eight")
    assert corrects(words, 1, 5)
    assert not corrects(words, 0, 1)
    assert stands_behind(Words.of("not at eight"), 2, "unmeant")
    assert not stands_behind(Words.of("why eight"), 1, "unmeant")
