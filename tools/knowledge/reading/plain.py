"""Reading text: paragraphs stand apart by empty lines, and a short line that stands alone is a heading."""

import re

from tools.knowledge.reading.blocks import Collector, Reading

LONGEST_HEADING_WORDS = 10
_ITEM = re.compile(r"\s*(?:[-*•‣–]|\d{1,3}[.)])\s+(?=\S)")
_ENDS = (".", "!", "?", ",", ";", ":")


def read_plain(text: str) -> Reading:
    """A text of any kind."""
    found = Collector()
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if len(lines) == 1 and _is_heading(lines[0]):
            found.heading(1 if not found.blocks and not found.first_heading else 2, lines[0])
        else:
            _paragraph(found, lines)
    return found.reading()


def _is_heading(line: str) -> bool:
    words = line.split()
    plain = line.strip()
    return len(words) <= LONGEST_HEADING_WORDS and not plain.endswith(_ENDS) and not _ITEM.match(line)


def _paragraph(found: Collector, lines: list[str]) -> None:
    """Its items, or the whole of it."""
    held: list[str] = []
    is_item = False
    for line in lines:
        if _ITEM.match(line):
            found.block(" ".join(held), part=is_item)
            held, is_item = [_ITEM.sub("", line, count=1)], True
        else:
            held.append(line)
    found.block(" ".join(held), part=is_item)
