"""Lines and places."""

import pytest

from flows.exchange.text.lines import (
    begins_line,
    column_of,
    content_end,
    line_end,
    line_start,
    lines_from,
    newline_of,
    past_space,
    place,
)

TEXT = "a: 1\r\n  # b\r\n\r\n  c: \U0001f600"


def test_lines_begin_and_end() -> None:
    at = TEXT.index("#")
    assert (line_start(TEXT, at), line_end(TEXT, at), content_end(TEXT, at)) == (6, 13, 11)
    assert (line_end(TEXT, 20), content_end(TEXT, 20)) == (len(TEXT), len(TEXT))
    assert content_end("a\n", 1) == 1
    assert newline_of(TEXT) == "\r\n"
    assert newline_of("a\nb\r\n") == "\n"
    assert newline_of("a") == "\n"


def test_places_count_from_one() -> None:
    assert place(TEXT, TEXT.index("c")) == (4, 3)
    assert place("\ufeffab", 2) == (1, 2)
    assert column_of(TEXT, TEXT.index("c")) == 2
    assert begins_line(TEXT, TEXT.index("c"))
    assert not begins_line(TEXT, 3)


def test_lines_are_blank_or_comments() -> None:
    assert [line[2:] for line in lines_from(TEXT, 6)] == [(2, False, True), (0, True, False), (2, False, False)]


@pytest.mark.parametrize(("text", "at"), [("  x", 2), (" # a\n  x", 7), ("# a\n#b\nx", 7), ("a#b", 0), ("  ", 2)])
def test_space_and_comments_are_passed(text: str, at: int) -> None:
    assert past_space(text, 0) == at
