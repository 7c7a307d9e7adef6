"""Two pieces of plain data: where they differ."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flows.loader.path import Path, dotted

WITHOUT_ORDER = frozenset({"examples", "triggers", "hints", "allow", "sources"})
"""Lists of words in which the order means nothing."""
CHOICES = "choices"
"""The map of options; the words of an option have no order either."""
MAX_ALIGNED = 2_000
"""Longer lists are compared entry by entry at the same index: aligning them takes the square of their length."""
MISSING = object()
"""Stands for the side on which nothing stands."""


@dataclass(frozen=True)
class Difference:
    """One place at which two bots differ."""

    path: Path
    old: Any = MISSING
    new: Any = MISSING
    added: tuple[Any, ...] = ()
    """Of a list without order: what came."""
    removed: tuple[Any, ...] = ()
    """Of a list without order: what went."""

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.old is MISSING and self.new is not MISSING:
            return "added"
        return "removed" if self.new is MISSING and self.old is not MISSING else "changed"

    def as_json(self) -> dict[str, Any]:
        """The object that `bot diff --json` prints."""
        told: dict[str, Any] = {"path": dotted(self.path), "change": self.kind}
        sides = {"old": self.old, "new": self.new}
        told |= {name: value for name, value in sides.items() if value is not MISSING}
        return told if len(told) > 2 else {**told, "added": list(self.added), "removed": list(self.removed)}


Same = Callable[[Path, Any, Any], bool]
"""Whether two values at a path are one though they look different, such as a name that was changed everywhere."""


def written(value: Any) -> str:
    """A value as text, in which `1`, `1.0`, `true` and `"1"` are four things and the order of keys is none."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def by_name(value: dict[Any, Any]) -> dict[str, Any]:
    """A map by its keys as text: `1` and `"1"` are one key to all that reads a bot."""
    return {str(key): entry for key, entry in value.items()}


def compare_values(old: Any, new: Any, path: Path, same: Same) -> Iterator[Difference]:
    """Every place at which two values differ, the deepest that tells it."""
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _maps(by_name(old), by_name(new), path, same)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, path, same)
    elif written(old) != written(new) and not same(path, old, new):
        yield Difference(path, old, new)


def _maps(old: dict[str, Any], new: dict[str, Any], path: Path, same: Same) -> Iterator[Difference]:
    for name, value in old.items():
        if name in new:
            yield from compare_values(value, new[name], (*path, name), same)
        else:
            yield Difference((*path, name), old=value)
    for name, value in new.items():
        if name not in old:
            yield Difference((*path, name), new=value)


def _lists(old: list[Any], new: list[Any], path: Path, same: Same) -> Iterator[Difference]:
    before, after = [written(entry) for entry in old], [written(entry) for entry in new]
    if before == after:
        return
    if _has_no_order(path, old, new):
        gone, come = dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True))
        removed = tuple(value for text, value in gone.items() if text not in come)
        added = tuple(value for text, value in come.items() if text not in gone)
        if added or removed:
            yield Difference(path, added=added, removed=removed)
        return
    for word, i, j, k, n in _aligned(before, after):
        paired = min(j - i, n - k) if word == "replace" else 0
        for at in range(paired):
            yield from compare_values(old[i + at], new[k + at], (*path, k + at), same)
        if word != "equal":
            yield from (Difference((*path, at), old=old[at]) for at in range(i + paired, j))
            yield from (Difference((*path, at), new=new[at]) for at in range(k + paired, n))


def _aligned(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(before) > MAX_ALIGNED or len(after) > MAX_ALIGNED:
        return [("replace", 0, len(before), 0, len(after))]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _has_no_order(path: Path, old: list[Any], new: list[Any]) -> bool:
    named = bool(path) and (path[-1] in WITHOUT_ORDER or path[-2:-1] == (CHOICES,))
    return named and not any(isinstance(entry, dict | list) for entry in (*old, *new))
