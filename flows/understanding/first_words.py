"""With which words a pattern can begin: most patterns need no closer look at a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

ANY = "*"
"""Stands for every word."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first words of a part of a pattern, and whether the part may be missing."""

    words: frozenset[str]
    may_be_missing: bool

    def then(self, following: "Beginning") -> "Beginning":
        """This part with another behind it."""
        if not self.may_be_missing:
            return self
        return Beginning(self.words | following.words, following.may_be_missing)

    def either(self, other: "Beginning") -> "Beginning":
        """This part or another in its place."""
        return Beginning(self.words | other.words, self.may_be_missing or other.may_be_missing)


_NOTHING = Beginning(frozenset(), True)


def first_words(parts: Iterator[str], listed: Callable[[str], Iterator[str]]) -> frozenset[str]:
    """The words with which a pattern can begin. `listed`: the parts of a list, by `<name>`."""
    return _alternatives(parts, listed, "").words


def _alternatives(parts: Iterator[str], listed: Callable[[str], Iterator[str]], closing: str) -> Beginning:
    found: Beginning | None = None
    row = _NOTHING
    for part in parts:
        if part == closing:
            break
        if part == "|":
            found, row = row if found is None else found.either(row), _NOTHING
        else:
            row = row.then(_beginning(part, parts, listed))
    return row if found is None else found.either(row)


def _beginning(part: str, parts: Iterator[str], listed: Callable[[str], Iterator[str]]) -> Beginning:
    match part[0]:
        case "[":
            return Beginning(_alternatives(parts, listed, "]").words, True)
        case "(":
            return _alternatives(parts, listed, ")")
        case "<":
            return _alternatives(listed(part), listed, "")
        case _ if part[0] == "{" or part.endswith("*") or part in ("..", "..."):
            return Beginning(frozenset({ANY}), False)
        case _:
            return Beginning(frozenset({part}), False)
