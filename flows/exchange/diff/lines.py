"""Two texts line by line, and two sentences word by word: what a reviewer reads beside the drawing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

AROUND = 3
"""Equal lines that are shown before and behind a change."""
MOST_ALIGNED = 3_000
"""Lines or words between the first and the last change; more would take seconds, and are shown as replaced."""
SAME, GONE, COME = "=", "-", "+"
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
Piece = tuple[str, str]
"""SAME, GONE or COME, and a line or some words."""


@dataclass(frozen=True)
class Hunk:
    """A place at which texts differ; lines count from 1."""

    old_line: int
    new_line: int
    lines: tuple[Piece, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that pages get."""
        return {"old_line": self.old_line, "new_line": self.new_line, "lines": [list(one) for one in self.lines]}


def hunks(old: str, new: str) -> list[Hunk]:
    """Where two texts differ, with the lines around it."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Hunk] = []
    for group in _groups(list(_opcodes(before, after))):
        lines: list[Piece] = []
        for word, i, j, k, n in group:
            if word == "equal":
                lines += ((SAME, line) for line in before[i:j])
                continue
            lines += ((GONE, line) for line in before[i:j])
            lines += ((COME, line) for line in after[k:n])
        found.append(Hunk(group[0][1] + 1, group[0][3] + 1, tuple(lines)))
    return found


def words(old: str, new: str) -> list[Piece]:
    """What became of a sentence.

    >>> words("Which account?", "Which account, please?")
    [('=', 'Which account'), ('+', ', please'), ('=', '?')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for word, i, j, k, n in _opcodes(before, after):
        if word == "equal":
            pieces.append((SAME, "".join(before[i:j])))
            continue
        pieces += [(sign, "".join(part)) for sign, part in ((GONE, before[i:j]), (COME, after[k:n])) if part]
    return pieces


Opcode = tuple[str, int, int, int, int]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """As difflib gives them; what is equal at both ends is not even looked at by it."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    if head:
        yield "equal", 0, head, 0, head
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(gone) > MOST_ALIGNED or len(come) > MOST_ALIGNED:
        yield "replace", head, head + len(gone), head, head + len(come)
    elif gone or come:
        for word, i, j, k, n in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
            yield word, head + i, head + j, head + k, head + n
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _groups(codes: list[Opcode]) -> Iterator[list[Opcode]]:
    """Changes that are near to each other stand together; of what is equal between others only the edges are kept."""
    group: list[Opcode] = []
    for at, (word, i, j, k, n) in enumerate(codes):
        if word != "equal":
            group.append((word, i, j, k, n))
            continue
        first, last = at == 0, at + 1 == len(codes)
        if group and (last or j - i > 2 * AROUND):
            size = min(AROUND, j - i)
            yield [*group, (word, i, i + size, k, k + size)]
            group = []
        if not last and (first or not group):
            size = min(AROUND, j - i)
            group = [(word, j - size, j, n - size, n)]
        elif group and not last:
            group.append((word, i, j, k, n))
    if group and any(code[0] != "equal" for code in group):
        yield group
