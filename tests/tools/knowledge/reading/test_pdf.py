"""PDFs are read by another process, and whatever is wrong with one is told in a line."""

import subprocess
from pathlib import Path

import pytest

from scripts.make_visiting_guide import pages, pdf
from tests.tools.knowledge.hashed import SHIPPED
from tools.knowledge.reading import pdf as reading
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


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def takes_long(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 60)

    monkeypatch.setattr(reading.subprocess, "run", takes_long)
    with pytest.raises(CannotRead, match="too long"):
        read_pdf(b"%PDF-")


def test_the_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOXLOOM_FIELD_KEY", "secret")
    given: dict[str, str] = {}
    real = subprocess.run

    def run(*arguments: object, **options: object) -> object:
        given.update(options["env"])  # type: ignore[call-overload]
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(reading.subprocess, "run", run)
    read_pdf((SHIPPED / "visiting_guide.pdf").read_bytes())
    assert "VOXLOOM_FIELD_KEY" not in given
