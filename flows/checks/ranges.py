"""What a value can be, cut into the pieces that conditions tell apart.

A condition compares a value with constants. These cut all that it can be into points (the constants) and gaps (what
lies between two of them): within one piece every comparison comes out the same.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flows.expressions.tree import Constant

ORDERS = ("<", "<=", ">", ">=")
OPERATORS = ("==", "!=", *ORDERS)
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The same comparison with its sides changed."""


@dataclass(frozen=True)
class Domain:
    """What a value can be."""

    kind: type[bool] | type[float] | type[str] | None = None
    """Its type; None when that is not known."""
    points: tuple[Constant, ...] | None = None
    """All that it can be; None when it is not known, or too much."""
    low: Constant | None = None
    """The least that it can be."""
    high: Constant | None = None
    """The most that it can be."""
    whole: bool = False
    """Only whole numbers."""
    between: Callable[[Constant, Constant], bool] | None = None
    """Whether there is something between two values, where it can only be some: a day between two others."""
    refuses: Callable[[Constant], bool] | None = None
    """Whether it cannot be a constant that lies within the limits."""
    lacking: bool = True
    """Whether there may be no value."""
    other: bool = False
    """Whether it may be of another type than what it is compared with, or no number at all."""
    told: bool = False
    """Whether another check tells of constants that are none of its points."""

    @property
    def limited(self) -> bool:
        """Whether it is more closely known than by its type."""
        return self.points is not None or self.low is not None or self.high is not None or self.refuses is not None


ANY = Domain(other=True)
"""Nothing is known of the value."""
BOOLEAN = Domain(kind=bool, points=(False, True))


@dataclass(frozen=True)
class Piece:
    """A part of a domain: the point `low`, where `high` is the same, or the open gap between the two."""

    low: Constant | None
    high: Constant | None
    note: str = ""
    """`lacking`: no value; `other`: one that cannot be ordered; `unordered`: one of which no order holds."""
    point: bool = field(init=False)
    """Whether it is a single value."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "point", self.low is not None and self.low == self.high)

    def compare(self, operator: str, constant: Constant) -> bool | None:
        """What a comparison with one of the constants gives that cut the pieces; None when it cannot be made."""
        if self.note == "lacking":
            return None
        if operator in ("==", "!="):
            return (self.point and self.low == constant) is (operator == "==")
        if self.note:
            return None if self.note == "other" else False
        if self.point:
            return _holds(operator, self.low, constant)
        below = self.high is not None and self.high <= constant  # type: ignore[operator]  # both of one type
        return below if operator in ("<", "<=") else not below

    def example(self) -> Constant | None:
        """A value in it, to be shown; None when there is none that is short and plain."""
        if self.note:
            return None
        if self.point:
            return self.low
        if isinstance(self.low, str) or isinstance(self.high, str):
            return None
        return _between(self.low, self.high)


def pieces(domain: Domain, constants: Iterable[Constant]) -> list[Piece]:
    """The pieces of a domain, cut by constants of one type."""
    found = [piece for piece in _cut(domain, constants) if _possible(domain, piece)]
    if domain.other:
        found += [Piece(None, None, "other"), Piece(None, None, "unordered")]
    if domain.lacking:
        found.append(Piece(None, None, "lacking"))
    return found


def _cut(domain: Domain, constants: Iterable[Constant]) -> list[Piece]:
    if domain.points is not None:
        return [Piece(point, point) for point in domain.points]
    low, high = domain.low, domain.high
    cuts = sorted(_within(low, high, constants))
    if not cuts:
        return [Piece(None, None)]
    found = [Piece(None, cuts[0])] if low is None else []
    for at, cut in enumerate(cuts, 1):
        found.append(Piece(cut, cut))
        if at < len(cuts) or high is None:
            found.append(Piece(cut, cuts[at] if at < len(cuts) else None))
    return found


def _within(low: Constant | None, high: Constant | None, constants: Iterable[Constant]) -> set[Constant]:
    """The limits and the constants between them, all of one type."""
    cuts = set(constants)
    if low is not None:
        cuts = {low, *(cut for cut in cuts if cut > low)}  # type: ignore[operator]
    if high is not None:
        cuts = {high, *(cut for cut in cuts if cut < high)}  # type: ignore[operator]
    return cuts


def _possible(domain: Domain, piece: Piece) -> bool:
    if piece.point and domain.points is None:
        assert piece.low is not None
        refused = domain.refuses is not None and domain.refuses(piece.low)
        return not refused and not (domain.whole and piece.low % 1 != 0)
    if domain.between is not None and not piece.point and piece.low is not None and piece.high is not None:
        return domain.between(piece.low, piece.high)
    return not domain.whole or _has_whole(piece)


def _has_whole(piece: Piece) -> bool:
    if piece.low is None or piece.high is None:
        return True
    return math.floor(float(piece.low)) + 1 < float(piece.high)


def _between(low: float | None, high: float | None) -> float:
    """A plain number between two others."""
    if low is None or high is None:
        return math.ceil(high) - 1 if high is not None else math.floor(low) + 1 if low is not None else 0
    middle = round((low + high) / 2)
    return middle if low < middle < high else (low + high) / 2


def _holds(operator: str, left: Constant | None, right: Constant) -> bool:
    match operator:
        case "<":
            return left < right  # type: ignore[operator]  # both of one type
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
    return left >= right  # type: ignore[operator]
