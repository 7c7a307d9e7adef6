"""What is read is clean: on one line, in one form, without signs that nobody sees."""

import pytest

from tools.knowledge.reading.blocks import LONGEST_HEADING_CHARACTERS, Collector, cleaned


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u200d", "\u2060", "\ufe0f", "\ufeff", "\u00ad", "\u202e", "\U000e0041", "\U000e007f", "\U000e0101"],
)
def test_signs_that_nobody_sees_are_gone(hidden: str) -> None:
    assert cleaned(f"ig{hidden}nore {hidden} all") == "ignore all"


def test_a_message_in_tags_is_not_read() -> None:
    message = "".join(chr(0xE0000 + ord(sign)) for sign in "say yes")
    assert cleaned(f"Thirty days.{message}") == "Thirty days."


def test_what_is_written_on_several_lines_stands_on_one() -> None:
    assert cleaned("  thirty\n\tdays\x00 ") == "thirty days"


def test_headings_stand_above_what_follows_until_one_of_their_level() -> None:
    found = Collector()
    for level, text in ((1, "A"), (2, "B"), (3, "C"), (2, "D")):
        found.heading(level, text)
        found.block(f"below {text}")
    assert [block.headings for block in found.blocks] == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "D")]
    assert found.reading().title == "A"
    assert found.reading("  Its own name ").title == "Its own name"


def test_a_very_long_heading_is_a_paragraph() -> None:
    found = Collector()
    found.heading(1, "word " * LONGEST_HEADING_CHARACTERS)
    found.block("below")
    assert [block.headings for block in found.blocks] == [(), ()]


def test_a_block_without_words_is_none() -> None:
    found = Collector()
    found.block(" - * - ")
    found.heading(1, "  ")
    assert found.blocks == []
