"""PDFs are read, and whatever is wrong with one is told in a line."""

from pathlib import Path

import pytest

from scripts.make_visiting_guide import pages, pdf
from tests.tools.knowledge.hashed import SHIPPED
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.pdf import read_pdf


def test_the_guide_that_ships_is_made_of_its_text(root: Path) -> None:
    text = (root / "scripts" / "visiting_guide.txt").read_text(encoding="utf-8")
    assert (SHIPPED / "visiting_guide.pdf").read_bytes() == pdf(pages(text))


def test_headings_pages_and_paragraphs_are_found(root: Path) -> None:
    found = read_pdf((SHIPPED / "visiting_guide.pdf").read_bytes())
    assert found.title == "Visiting guide of the Harbour Clinic"
    headings = list(dict.fromkeys(block.headings[-1] for block in found.blocks))
    text = (root / "scripts" / "visiting_guide.txt").read_text(encoding="utf-8")
    assert headings == [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    assert {block.page for block in found.blocks} == {1, 2}
    whole = " ".join(block.text for block in found.blocks)
    assert "the wards are closed to visitors then" in whole
    assert "Harbour Clinic, 5 Mill Lane" not in whole
    assert "Page 1" not in whole


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.4\nnothing more", "damaged"), (b"", "damaged"), (pdf([]), "no words")],
)
def test_what_cannot_be_read_is_told(data: bytes, says: str) -> None:
    with pytest.raises(CannotRead, match=says):
        read_pdf(data)
