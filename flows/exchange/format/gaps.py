"""What stands between keys and values: comments and blank lines, and to whom they belong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.exchange.format.tree import BLANK, Collection

_PART = re.compile(r"#[^\n]*|\n|---(?=\s|\Z)|\.\.\.(?=\s|\Z)|[^ \t\n]")
PUNCTUATION = frozenset((":", "-", ",", "---", "...", "[", "]", "{", "}"))
"""What may stand there besides; `---` and `...` around a document that is the only one say nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A blank line, or a comment that has its line for itself."""

    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """A comment behind something."""

    text: str


@dataclass(frozen=True, slots=True)
class Strange:
    """Something that has no place in the language; `at` is its index."""

    text: str
    at: int


def parts(text: str, start: int, end: int) -> Iterator[Line | Beside | Strange]:
    """The comments and blank lines between two indices, in order."""
    alone = start == 0 or text[start - 1] == "\n"
    for match in _PART.finditer(text, start, end):
        part = match.group()
        if part == "\n":
            if alone:
                yield Line(BLANK)
            alone = True
        elif part[0] == "#":
            comment, at = part.rstrip(), match.start()
            yield Line(comment, at - text.rfind("\n", 0, at) - 1) if alone else Beside(comment)
            alone = False
        else:
            alone = False
            if part not in PUNCTUATION:
                yield Strange(part, match.start())


def find_dash(text: str, start: int, end: int) -> int:
    """Where the dash of a list item stands between two indices; the second one if there is none."""
    return next((match.start() for match in _PART.finditer(text, start, end) if match.group() == "-"), end)


def share_out(lines: list[Line], closed: list[Collection], column: int) -> list[str]:
    """Give comments that stand deeper than what follows to the blocks above them; the rest goes with what follows.

    `closed` are the blocks that ended there, the deepest first; `column` is that of what follows.
    """
    for number, line in enumerate(lines):
        if line.text == BLANK:
            continue
        while closed and closed[0].column > line.column:
            closed = closed[1:]
        if not closed or closed[0].column <= column:
            return [*_blank_before(lines, number), *(rest.text for rest in lines[number:])]
        closed[0].below += [*_blank_before(lines, number), line.text]
    return [BLANK] if lines and lines[-1].text == BLANK else []


def _blank_before(lines: list[Line], number: int) -> list[str]:
    return [BLANK] if number and lines[number - 1].text == BLANK else []


def without_repeats(lines: list[str]) -> list[str]:
    """One blank line at a time."""
    return [line for at, line in enumerate(lines) if line != BLANK or not at or lines[at - 1] != BLANK]
