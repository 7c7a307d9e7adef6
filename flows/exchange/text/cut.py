"""A few parts of a text as a text of their own, and the way back for splices of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.exchange.text.outline import Outline
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Path


@dataclass(frozen=True)
class Cut:
    """Parts of a text, one behind the other."""

    text: str
    parts: tuple[tuple[int, int], ...]
    """Where they stand in the whole text."""

    def in_whole(self, at: int, *, left: bool = True) -> int:
        """A place of the whole text. Where two parts meet it is the end of the first, or the start of the second."""
        for start, end in self.parts:
            size = end - start
            if at < size or (at == size and left):
                return start + at
            at -= size
        return self.parts[-1][1]

    def splices_in_whole(self, splices: Iterable[Splice]) -> list[Splice]:
        """Splices of the cut text in places of the whole one."""
        return [self._in_whole(splice) for splice in splices]

    def _in_whole(self, splice: Splice) -> Splice:
        if splice.start == splice.end:
            at = self.in_whole(splice.start)
            return Splice(at, at, splice.insert)
        start, end = self.in_whole(splice.start, left=False), self.in_whole(splice.end)
        if end - start != splice.end - splice.start:
            raise ValueError("a splice runs over parts that were left out")
        return Splice(start, end, splice.insert)


def whole(text: str) -> Cut:
    """All of a text."""
    return Cut(text, ((0, len(text)),))


def with_heads(outline: Outline, wanted: set[int]) -> set[int]:
    """The parts that are wanted, with the heads of what they stand in."""
    parts = outline.parts
    above = {parts[at].path[:length] for at in wanted for length in range(1, len(parts[at].path) + 1)}
    return wanted | {at for at, part in enumerate(parts) if part.path in above and _is_head(outline, at)}


def cut(outline: Outline, wanted: set[int]) -> Cut:
    """Parts of a text, by their indices."""
    spans: list[tuple[int, int]] = []
    for at in sorted(wanted):
        part = outline.parts[at]
        if spans and spans[-1][1] == part.start:
            spans[-1] = (spans[-1][0], part.end)
        else:
            spans.append((part.start, part.end))
    return Cut("".join(outline.text[start:end] for start, end in spans), tuple(spans))


def _is_head(outline: Outline, at: int) -> bool:
    """Whether a part belongs to every part below its path: the head of a field or flow, and what follows its nodes."""
    path = outline.parts[at].path
    return path in outline.names or (*path, "nodes") in outline.names


def around(outline: Outline, path: Path) -> set[int]:
    """The parts of something that is there or is to come, and those next to it, by which it is known where it stands.

    A new field of the bot has none.
    """
    inside = _inside(outline, path)
    if inside:
        return _with_neighbours(outline, inside)
    for length in range(len(path) - 1, 0, -1):
        inside = _inside(outline, path[:length])
        if not inside:
            continue
        if path[:length] in outline.names:  # a new entry, behind the last
            return _with_neighbours(outline, inside[-1:])
        heads = [at for at in inside if outline.parts[at].path == path[:length]]
        return {*heads, *_with_neighbours(outline, inside[-1:])}
    return set()


def _inside(outline: Outline, path: Path) -> list[int]:
    return [at for at, part in enumerate(outline.parts) if part.path[: len(path)] == path]


def _with_neighbours(outline: Outline, own: list[int]) -> set[int]:
    beside = {own[0] - 1, own[-1] + 1} & set(range(len(outline.parts)))
    return {*own, *beside}
