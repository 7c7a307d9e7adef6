"""Changes of a text: several one after the other as one, their way back, and their places in other units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """What stands from `start` to `end` is replaced; places are indices in code points."""

    start: int
    end: int
    insert: str

    def moved(self, by: int) -> "Splice":
        """The same further on."""
        return Splice(self.start + by, self.end + by, self.insert)


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """A text with splices that do not overlap, all of them in places of that text."""
    pieces: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        pieces += (text[at : splice.start], splice.insert)
        at = splice.end
    return "".join((*pieces, text[at:]))


class Growing:
    """A text that is changed several times; knows the splices that lead from the first to the last."""

    def __init__(self, text: str) -> None:
        self._first = text
        self.text = text
        self._parts: list[tuple[int, int] | str] = [(0, len(text))]
        """Kept parts of the first text, and what was put in."""

    def change(self, splices: Sequence[Splice]) -> None:
        """Splices that do not overlap, in places of the text as it is now."""
        for splice in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
            self._put(splice)
        self.text = spliced(self.text, splices)

    def _put(self, splice: Splice) -> None:
        before, rest = _cut(self._parts, splice.start)
        _, after = _cut(rest, splice.end - splice.start)
        self._parts = [*before, *([splice.insert] if splice.insert else ()), *after]

    def splices(self) -> list[Splice]:
        """The splices from the first text to the last, none larger than it must be."""
        found: list[Splice] = []
        at, put = 0, ""
        for part in (*self._parts, (len(self._first), len(self._first))):
            if isinstance(part, str):
                put += part
                continue
            start, end = part
            if (put or start > at) and (start < end or start == len(self._first)):
                found.append(self._trimmed(Splice(at, start, put)))
                put = ""
            at = end if start < end else at
        return [splice for splice in found if splice.start < splice.end or splice.insert]

    def _trimmed(self, splice: Splice) -> Splice:
        """Without what is equal before and behind."""
        old, new = self._first[splice.start : splice.end], splice.insert
        shorter = min(len(old), len(new))
        head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
        return Splice(splice.start + head, splice.end - tail, new[head : len(new) - tail])


Parts = list[tuple[int, int] | str]


def _cut(parts: Parts, at: int) -> tuple[Parts, Parts]:
    """The parts before and behind a place."""
    before: Parts = []
    for index, part in enumerate(parts):
        size = len(part) if isinstance(part, str) else part[1] - part[0]
        if at < size:
            if at == 0:
                return before, parts[index:]
            if isinstance(part, str):
                return [*before, part[:at]], [part[at:], *parts[index + 1 :]]
            middle = part[0] + at
            return [*before, (part[0], middle)], [(middle, part[1]), *parts[index + 1 :]]
        before.append(part)
        at -= size
    return before, []


def inverse(text: str, splices: Sequence[Splice]) -> list[Splice]:
    """The splices that lead back, in places of the new text."""
    back: list[Splice] = []
    grown = 0
    for splice in splices:
        start = splice.start + grown
        back.append(Splice(start, start + len(splice.insert), text[splice.start : splice.end]))
        grown += len(splice.insert) - (splice.end - splice.start)
    return back


def in_utf16(text: str, splices: Iterable[Splice]) -> list[Splice]:
    """The same splices with places in UTF-16 units, in which browsers count."""
    found: list[Splice] = []
    at = units = 0
    for splice in splices:
        start = units + _units(text[at : splice.start])
        end = start + _units(text[splice.start : splice.end])
        found.append(Splice(start, end, splice.insert))
        at, units = splice.end, end
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
