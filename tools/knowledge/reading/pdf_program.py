"""The program that reads a PDF: `python -m tools.knowledge.reading.pdf_program`, the file on standard input.

It prints one JSON object: `parts`, each `[kind, text, page]`, where the kind is `text` or the level of a heading; or
`problem`, a line for whoever gave the file. Its memory and its time are bound, since the file is a stranger's.
"""

import io
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tools.knowledge.reading.apart import bind

MOST_PAGES = 1_000
LARGER = 1.12
"""How much larger than most of the text a heading is, at least."""
LONGEST_HEADING_CHARACTERS = 120
EDGE_LINES = 2
"""From above and from below, in which the head or foot of a page may stand."""
REPEATED = 0.6
"""A line on so many of the pages is their head or foot."""
_PAGE = re.compile(r"\s*\bpage\s*\d{1,4}.*\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line of a page; the size of its letters, and whether they are bold."""

    text: str
    size: float
    bold: bool
    page: int


def main() -> int:
    """Read standard input, print what is in it."""
    bind()
    print(json.dumps(read(sys.stdin.buffer.read())))  # noqa: T201 - its only output
    return 0


def read(data: bytes) -> dict[str, Any]:
    """What the file says, or a problem."""
    from pypdf import PdfReader  # noqa: PLC0415 - behind the bounds

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "The PDF is locked by a password. Save it without one, and add that."}
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return {"problem": f"The PDF has {pages} pages; {MOST_PAGES} can be read. Split it, and add the parts."}
        lines = [line for number in range(pages) for line in _lines(reader.pages[number], number + 1)]
        known: Any = reader.metadata
        title = str((known or {}).get("/Title") or "")
    except Exception:  # noqa: BLE001 - a file that somebody made up raises what it likes
        return {"problem": "The PDF is damaged. Open it in a program, print it to a new PDF, and add that."}
    return {"title": title, "parts": parts(_without_repeated(lines, pages))}


def _lines(page: Any, number: int) -> list[Line]:
    pieces: list[tuple[str, float, bool]] = []

    def take(text: str, _cm: Any, matrix: Any, font: Any, size: float) -> None:
        height = abs(float(size or 0) * float(matrix[3] or matrix[0] or 1)) or 1.0
        pieces.append((text, height, "bold" in str((font or {}).get("/BaseFont", "")).lower()))

    page.extract_text(visitor_text=take)
    lines, text, sizes, bold = list[Line](), "", Counter[float](), list[bool]()
    for piece, height, is_bold in pieces:
        for at, part in enumerate(piece.split("\n")):
            if at:
                lines.append(Line(text.strip(), _most(sizes), bool(bold) and all(bold), number))
                text, sizes, bold = "", Counter(), []
            text += part
            if part.strip():
                sizes[round(height, 1)] += len(part)
                bold.append(is_bold)
    return [*lines, Line(text.strip(), _most(sizes), bool(bold) and all(bold), number)]


def _most(sizes: "Counter[float]") -> float:
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _without_repeated(lines: list[Line], pages: int) -> list[Line]:
    """Without numbers of pages, and what stands above or below the text on most of them, whatever its number is."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        if line.text:
            by_page.setdefault(line.page, []).append(line)
    edges = {line for own in by_page.values() for line in (*own[:EDGE_LINES], *own[-EDGE_LINES:])}
    on = Counter(text for text, _ in {(_plain(line), line.page) for line in edges})
    least = max(2.0, REPEATED * pages)
    return [
        line for line in lines if not _NUMBER.match(line.text) and not (line in edges and on[_plain(line)] >= least)
    ]


def _plain(line: Line) -> str:
    """Without the number of the page, which may stand in the same line."""
    return _PAGE.sub("", line.text)


def parts(lines: list[Line]) -> list[list[Any]]:
    """Paragraphs and headings: a heading is larger than most of the text, or bold and short."""
    weights = Counter[float]()
    for line in lines:
        weights[line.size] += len(line.text)
    usual = _most(weights)
    sizes = sorted({line.size for line in lines if line.size > usual * LARGER}, reverse=True)
    level = {size: min(6, number) for number, size in enumerate(sizes, 1)}
    found: list[list[Any]] = []
    held: list[Line] = []

    def flush() -> None:
        if held:
            found.append(["text", _joined([line.text for line in held]), held[0].page])
            held.clear()

    for line in lines:
        if not line.text:
            flush()
        elif len(line.text) <= LONGEST_HEADING_CHARACTERS and (line.size in level or _is_bold_heading(line, usual)):
            flush()
            number = level.get(line.size, min(6, len(sizes) + 1))
            if found and found[-1][0] == str(number) and found[-1][2] == line.page:
                found[-1][1] += f" {line.text}"  # a heading of two lines
            else:
                found.append([str(number), line.text, line.page])
        else:
            held.append(line)
    flush()
    return found


def _is_bold_heading(line: Line, usual: float) -> bool:
    return line.bold and line.size >= usual and not line.text.endswith((".", ",", ";", ":"))


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph; a word that was parted at the end of one is whole again."""
    text = ""
    for line in lines:
        if re.search(r"[a-z]-\Z", text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


if __name__ == "__main__":
    sys.exit(main())
