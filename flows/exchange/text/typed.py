"""Texts as they come from an editor in a browser: line ends, characters that cannot be kept, places in its units."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from flows.exchange.text.lines import place
from flows.exchange.text.splices import Splice

_BREAK = re.compile(r"\r\n?")
_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""Characters of two UTF-16 units."""


class NoSuchPlace(ValueError):
    """An edit that does not fit the text: behind its end, over another edit, or in the middle of a character."""


def with_line_feeds(text: str) -> tuple[str, bool]:
    """The text with LF for line ends, and whether it came with CRLF: every line of it, as a file of Windows does.

    >>> with_line_feeds("a\\r\\nb\\r\\n"), with_line_feeds("a\\r\\nb\\n")
    (('a\\nb\\n', True), ('a\\nb\\n', False))
    """
    if "\r" not in text:
        return text, False
    both = text.count("\r\n")
    return _BREAK.sub("\n", text), both == text.count("\n") and both == text.count("\r")


def as_a_file(text: str, *, crlf: bool) -> str:
    """A text with LF as its file has it."""
    return text.replace("\n", "\r\n") if crlf else text


def first_not_kept(text: str) -> tuple[int, int, str] | None:
    """Line, column and name of the first character that no database and no file takes: U+0000, half of a pair."""
    found = _NOT_KEPT.search(text)
    return (*place(text, found.start()), f"U+{ord(found.group()):04X}") if found is not None else None


def between(old: str, new: str) -> list[Splice]:
    """One splice that leads from a text to another, as small as one can be; none where they are equal."""
    if old == new:
        return []
    shorter = min(len(old), len(new))
    head = _longest(shorter, lambda size: old[:size] == new[:size])
    tail = _longest(shorter - head, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return [Splice(head, len(old) - tail, new[head : len(new) - tail])]


def from_utf16(text: str, edits: Sequence[tuple[int, int, str]]) -> list[Splice]:
    """Edits with places in UTF-16 units as splices of the text. Raises NoSuchPlace."""
    wide = [match.start() for match in _BEYOND.finditer(text)]
    starts = [at + before for before, at in enumerate(wide)]
    """The same in units."""
    total = len(text) + len(wide)
    found: list[Splice] = []
    last = 0
    for start, end, insert in edits:
        if not last <= start <= end <= total:
            raise NoSuchPlace(f"{start}-{end} of {total}")
        found.append(Splice(_in_points(start, starts), _in_points(end, starts), insert))
        last = end
    return found


def _in_points(unit: int, starts: list[int]) -> int:
    """`starts`: the units at which the characters of two units begin."""
    before = bisect_left(starts, unit)
    if before and starts[before - 1] + 1 == unit:
        raise NoSuchPlace(f"{unit} is in the middle of a character")
    return unit - before


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size that fits, where every smaller one does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
