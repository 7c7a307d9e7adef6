"""Text is read by its empty lines."""

from tools.knowledge.reading.plain import read_plain


def test_a_short_line_that_stands_alone_is_a_heading() -> None:
    reading = read_plain(
        "Visiting guide\r\n\r\nHours\r\n\r\nFrom 2 until 8.\r\nEvery day.\r\n\r\nThis ends with a point.\r\n"
    )
    assert reading.title == "Visiting guide"
    assert [(block.headings, block.text) for block in reading.blocks] == [
        (("Visiting guide", "Hours"), "From 2 until 8. Every day."),
        (("Visiting guide", "Hours"), "This ends with a point."),
    ]


def test_items_stand_alone() -> None:
    reading = read_plain("Bring:\n- a card\n- a list\n  of medicines\n\n1. go\n2. come")
    assert [(block.text, block.part) for block in reading.blocks] == [
        ("Bring:", False), ("a card", True), ("a list of medicines", True), ("go", True), ("come", True),
    ]  # fmt: skip
