"""What a file is, and that it is not too large."""

import pytest

from tools.knowledge.reading import read as reading
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.read import HTML, MARKDOWN, MOST_BYTES, PDF, TEXT, kind_of, read


@pytest.mark.parametrize(
    ("name", "data", "content_type", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", "", PDF),
        ("a", b"\n%PDF-1.7", "text/html", PDF),
        ("a.MD", b"# Hi", "", MARKDOWN),
        ("a.md", b"# Hi", "text/plain; charset=utf-8", MARKDOWN),
        ("a.htm", b"<p>", "", HTML),
        ("", b"<p>", "text/html; charset=utf-8", HTML),
        ("a", b"<!DOCTYPE html><p>", "", HTML),
        ("a", b"words", "", TEXT),
        ("a.txt", b"words", "application/octet-stream", TEXT),
    ],
)
def test_what_a_file_is(name: str, data: bytes, content_type: str, kind: str) -> None:
    assert kind_of(name, data, content_type) == kind


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"not one"), ("a.docx", b"PK\x03\x04\0\0")])
def test_what_cannot_be_read_is_told(name: str, data: bytes) -> None:
    with pytest.raises(CannotRead, match="no PDF, HTML, Markdown or text"):
        kind_of(name, data)


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRead, match="Split it"):
        read(b"a" * (MOST_BYTES + 1), TEXT)
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 10)
    with pytest.raises(CannotRead, match="characters"):
        read(b"a" * 11, TEXT)
    with pytest.raises(CannotRead, match="no words"):
        read(b"<p> </p>", HTML)


@pytest.mark.parametrize(
    "data", ["Größe".encode(), "Größe".encode("cp1252"), "Größe".encode("utf-16"), "\ufeffGröße".encode()]
)
def test_what_windows_writes_is_read_too(data: bytes) -> None:
    assert "Größe" in str(read(data, MARKDOWN).blocks)
