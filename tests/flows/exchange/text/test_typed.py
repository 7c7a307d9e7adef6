"""Texts from an editor in a browser, which counts in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.text.splices import Splice, in_utf16, inverse, spliced
from flows.exchange.text.typed import (
    NoSuchPlace,
    as_a_file,
    between,
    first_not_kept,
    from_utf16,
    with_line_feeds,
)

TEXTS = st.text(alphabet=st.sampled_from("ab\n😀é\u2028𝕏"), max_size=40)


@given(TEXTS, TEXTS)
def test_one_splice_leads_from_any_text_to_any_other(old: str, new: str) -> None:
    made = between(old, new)
    assert spliced(old, made) == new
    assert spliced(new, inverse(old, made)) == old
    assert len(made) == (old != new)


@given(TEXTS, TEXTS, TEXTS)
def test_places_come_back_from_utf16(head: str, gone: str, tail: str) -> None:
    text = head + gone + tail
    splice = Splice(len(head), len(head) + len(gone), "x😀")
    sent = [(one.start, one.end, one.insert) for one in in_utf16(text, [splice])]
    assert from_utf16(text, sent) == [splice]


@pytest.mark.parametrize(
    "edits", [[(1, 1, "")], [(0, 9, "")], [(2, 0, "")], [(-1, 0, "")], [(0, 2, ""), (0, 2, "")], [(3, 4, "")]]
)
def test_places_that_are_none(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(NoSuchPlace):
        from_utf16("😀b", edits)


@pytest.mark.parametrize(
    ("text", "crlf"),
    [("a\r\nb\r\n", True), ("a\nb", False), ("a\r\nb\n", False), ("a\rb", False), ("", False), ("a\r\nb\rc", False)],
)
def test_line_ends(text: str, crlf: bool) -> None:
    plain, found = with_line_feeds(text)
    assert found is crlf
    assert "\r" not in plain
    if crlf or "\r" not in text:
        assert as_a_file(plain, crlf=crlf) == text


def test_what_no_database_keeps() -> None:
    assert first_not_kept("fine 😀") is None
    assert first_not_kept("a\nb\0") == (2, 2, "U+0000")
    assert first_not_kept("\ud83d") == (1, 1, "U+D83D")
