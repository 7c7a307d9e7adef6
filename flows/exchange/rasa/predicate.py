"""The conditions of flows, as they are written there: `slots.amount > 100 and not slots.confirmed`.

The language is that of pypred: comparisons, `is`, `is not`, `contains`, `matches`, `and`, `or`, `not`, brackets, sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Literal = str | float | bool | None


class PredicateProblem(ValueError):
    """A condition that cannot be read; the text says why."""


@dataclass(frozen=True)
class Ref:
    """A slot, by its name in the project."""

    name: str


@dataclass(frozen=True)
class Truth:
    """A slot has a value that is not false, zero or empty."""

    slot: Ref


@dataclass(frozen=True)
class IsSet:
    """A slot has a value."""

    slot: Ref


@dataclass(frozen=True)
class Compare:
    """A comparison by `==`, `<`, `<=`, `>` or `>=`."""

    left: Ref
    operator: str
    right: "Ref | Literal"


@dataclass(frozen=True)
class Contains:
    """A text or a list holds something, or a slot is one of a set of values."""

    left: "Ref | tuple[Literal, ...]"
    right: "Ref | Literal"


@dataclass(frozen=True)
class Matches:
    """A text fits a regular expression somewhere."""

    left: Ref
    pattern: str


@dataclass(frozen=True)
class Always:
    """`True` or `False`."""

    holds: bool


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: "Predicate"


@dataclass(frozen=True)
class And:
    """Both."""

    left: "Predicate"
    right: "Predicate"


@dataclass(frozen=True)
class Or:
    """One or the other."""

    left: "Predicate"
    right: "Predicate"


Predicate = Truth | IsSet | Compare | Contains | Matches | Always | Not | And | Or


def slots_in(predicate: Predicate) -> Iterator[str]:
    """The slots of a condition by their names in the project."""
    match predicate:
        case Truth(slot) | IsSet(slot):
            yield slot.name
        case Compare(left, _, right):
            yield left.name
            if isinstance(right, Ref):
                yield right.name
        case Contains(held, one):
            yield from (entry.name for entry in (held, one) if isinstance(entry, Ref))
        case Matches(left, _):
            yield left.name
        case Not(part):
            yield from slots_in(part)
        case And(first, second) | Or(first, second):
            yield from slots_in(first)
            yield from slots_in(second)
