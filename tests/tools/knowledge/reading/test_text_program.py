"""What the program says of a text is what its reader found."""

import pytest

from tools.knowledge.reading.read import HTML, MARKDOWN, TEXT, read
from tools.knowledge.reading.text_program import READERS

TEXTS = {
    HTML: "<title>Rules</title><h1>House</h1><ul><li>No shoes.</li></ul><p>Gr\u00f6\u00dfe</p>",
    MARKDOWN: "# House\n\n## Rules\n\n- No shoes.\n\nGr\u00f6\u00dfe",
    TEXT: "House\n\nNo shoes in the house, please.",
}


def test_there_is_a_text_of_each_kind() -> None:
    assert set(TEXTS) == set(READERS)


@pytest.mark.parametrize("kind", TEXTS)
def test_it_says_what_its_reader_found(kind: str) -> None:
    found = read(TEXTS[kind].encode(), kind)
    assert found.blocks
    assert found == READERS[kind](TEXTS[kind])


def test_what_never_ends_in_markdown_is_read() -> None:
    # the time of a pattern grew by the square or the cube of each of these
    for piece in ("**a ", "<!--", "a|b\n" + " " * 1_900 + "|x\n", "# " + " " * 1_900 + "x\n", "`", "No. A "):
        assert read((piece * (200_000 // len(piece)) + "words").encode(), MARKDOWN).blocks
