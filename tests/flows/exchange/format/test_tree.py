"""What a part of the tree knows of itself."""

import pytest

from flows.exchange.format.tree import Entry, Scalar


@pytest.mark.parametrize(
    ("raw", "keeps"),
    [("|+\n  a", True), (">2+\n  a", True), ("|\n  a", False), ("|-  # a + b\n  a", False), ("|\n  a + b", False)],
)
def test_blank_lines_belong_to_texts_that_keep_them(raw: str, keeps: bool) -> None:
    assert Scalar(raw, raw[0]).keeps_blank_lines is keeps


def test_a_plus_in_plain_text_keeps_nothing() -> None:
    assert not Scalar("a + b").keeps_blank_lines
    assert not Scalar("a + b").is_block


def test_a_line_whose_warnings_are_answered() -> None:
    assert Entry(Scalar("1"), beside="# lint ok intent.unused: said by the page").is_answered()
    assert Entry(Scalar("1"), above=["# why", "# lint ok intent.unused: said by the page"]).is_answered()
    assert not Entry(Scalar("1"), beside="# fine", above=[""]).is_answered()
