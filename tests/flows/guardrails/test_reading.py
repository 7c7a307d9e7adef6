"""All that a text can be read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.guardrails.reading import MAX_CHARACTERS, MAX_VIEWS, read, visible


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("he\u200bllo", "hello"),
        ("ｈｅｌｌｏ", "hello"),
        ("раssword", "password"),
        ("h3ll0 w0rld", "hello world"),
        ("h e l l o  there", "hello there"),
        ("aGVsbG8gd29ybGQgYWdhaW4=", "hello world again"),
        ("68 65 6c 6c 6f 20 79 6f 75", "hello you"),
        ("rot13: uryyb", "ebg13: hello"),
        ("x" + "".join(chr(0xE0000 + ord(each)) for each in "hello"), "hello"),
    ],
)
def test_tricks_are_read_through(text: str, view: str) -> None:
    assert view in read(text).views


def test_plain_words_are_read_once() -> None:
    assert read("I'd like 2 tickets for 7 pm.").views == ("I'd like 2 tickets for 7 pm.",)
    assert read("pl\u200bain").text != read("pl\u200bain").plain


@given(st.text(max_size=300))
def test_any_text_has_a_bounded_number_of_views(text: str) -> None:
    reading = read(text)
    assert reading.views[0] == reading.plain == visible(text)
    assert len(reading.views) <= MAX_VIEWS


def test_of_a_long_text_the_ends_are_looked_at() -> None:
    reading = read("begin" + "x" * 100_000 + "end")
    assert len(reading.plain) <= MAX_CHARACTERS + 3
    assert reading.plain.startswith("begin")
    assert reading.plain.endswith("end")
