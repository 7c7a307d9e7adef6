"""Makes templates/knowledge/visiting_guide.pdf from scripts/visiting_guide.txt: `python
scripts/make_visiting_guide.py`.

A PDF as a word processor would print it: a title, headings in larger letters, paragraphs of lines, a foot with the
number of the page. It is written by hand, so that nothing has to be installed for it; the same text makes the same
bytes.
"""

import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "scripts" / "visiting_guide.txt"
TARGET = ROOT / "templates" / "knowledge" / "visiting_guide.pdf"
WIDTH, HEIGHT, MARGIN = 595, 842, 64
SIZES = {0: 11, 1: 20, 2: 14}
"""Of the letters in points: of the text, and of headings by their level."""
LINE = 1.35
CHARACTERS = {0: 88, 1: 44, 2: 66}
"""Of a line, by the same."""
FOOT = "Harbour Clinic, 5 Mill Lane"


def main() -> None:
    """Write the file."""
    TARGET.write_bytes(pdf(pages(SOURCE.read_text(encoding="utf-8"))))


def pages(text: str) -> list[list[tuple[float, int, str]]]:
    """For each page its lines: how far from below, the level, and the words."""
    made: list[list[tuple[float, int, str]]] = [[]]
    at = float(HEIGHT - MARGIN)
    for paragraph in text.strip().split("\n\n"):
        level = len(paragraph) - len(paragraph.lstrip("#"))
        words = " ".join(paragraph.lstrip("# ").split())
        lines = textwrap.wrap(words, CHARACTERS[level])
        needed = SIZES[level] * LINE * (len(lines) + (4 if level else 0))
        if at - needed < MARGIN + 20:
            made.append([])
            at = float(HEIGHT - MARGIN)
        for line in lines:
            at -= SIZES[level] * LINE
            made[-1].append((at, level, line))
        at -= 6
    return made


def pdf(laid: list[list[tuple[float, int, str]]]) -> bytes:
    """The bytes of the file."""
    fonts = {3: "Helvetica", 4: "Helvetica-Bold"}
    numbers = [5 + 2 * at for at in range(len(laid))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(laid)} >>".encode(),
        **{
            number: f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for number, name in fonts.items()
        },
    }
    for at, (number, lines) in enumerate(zip(numbers, laid, strict=True), 1):
        stream = b"\n".join(
            [*map(_line, lines), _text(MARGIN, 36, 0, f"{FOOT}"), _text(WIDTH - 90, 36, 0, f"Page {at}")]
        )
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>"
        ).encode()
        objects[number + 1] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)
    last = max(objects) + 1
    objects[last] = b"<< /Title (Visiting guide of the Harbour Clinic) >>"
    return _written(objects, last)


def _line(line: tuple[float, int, str]) -> bytes:
    at, level, words = line
    return _text(MARGIN, at, level, words)


def _text(x: float, y: float, level: int, words: str) -> bytes:
    escaped = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = b"F1" if level else b"F0"
    return b"BT /%b %d Tf 1 0 0 1 %.1f %.1f Tm (%b) Tj ET" % (font, SIZES[level], x, y, escaped)


def _written(objects: dict[int, bytes], info: int) -> bytes:
    data, places = bytearray(b"%PDF-1.4\n"), dict[int, int]()
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begin, count = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    data += b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, count))
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, info, begin)
    return bytes(data)


if __name__ == "__main__":
    main()
