"""What is known of every name at once, as one whole number: a bit for each value that it may have, one for none.

The values of a name fall into cells which no condition of the bot tells apart: the options of a choice, yes and no,
`below 18`, `18` and `above 18`. A world is what may be so together; two worlds are joined by `|`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import eq, ge, gt, le, lt, ne

from flows.checks.logic import Compare
from flows.expressions.tree import Constant
from flows.values.choice import Choice
from flows.values.integer import Integer
from flows.values.slot_type import SlotType

World = int
MAX_CELLS = 25
"""A name that is compared with more constants than that is not followed any closer than by whether it has a value."""
_SIGNS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Region:
    """The numbers from `low` to `high`; without the two themselves unless they are the same."""

    low: float
    high: float


@dataclass(frozen=True)
class Other:
    """All values that nothing is compared with."""

    full: bool = False
    """Whether none of them is zero or empty."""


Cell = Constant | Region | Other
OTHER, FULL = Other(), Other(full=True)


@dataclass(frozen=True)
class Field:
    """The bits of one name in a world."""

    offset: int
    cells: tuple[Cell, ...]

    unset: int = field(init=False)
    """The bit for: it has no value."""
    set: int = field(init=False)
    """The bits for: it has a value."""
    all: int = field(init=False)
    """All its bits."""

    def __post_init__(self) -> None:
        """Work the bits out once: they are asked for all the time."""
        unset, has_value = 1 << self.offset, ((1 << len(self.cells)) - 1) << (self.offset + 1)
        for name, bits in (("unset", unset), ("set", has_value), ("all", unset | has_value)):
            object.__setattr__(self, name, bits)

    def holds(self, compare: Compare) -> tuple[int, int]:
        """The bits of the values with which a comparison holds, and of those with which it does not; of some values
        it is not known, and they are in both."""
        holding = failing = 0
        for at, cell in enumerate(self.cells):
            bit = 2 << (self.offset + at)
            unlisted = isinstance(cell, Other)
            outcomes = {
                None if unlisted and value not in self.cells else _compare(cell, compare.sign, value)
                for value in compare.values
            }
            if True in outcomes or None in outcomes:
                holding |= bit
            if True not in outcomes:
                failing |= bit
        return holding, failing

    def truthy(self) -> tuple[int, int]:
        """The bits of the values that count as yes in a text, and of those that do not."""
        yes = no = 0
        for at, cell in enumerate(self.cells):
            bit = 2 << (self.offset + at)
            empty = cell in (False, 0, "") if isinstance(cell, str | float | int) else None
            if isinstance(cell, Region):
                empty = None if cell.low <= 0 <= cell.high else False
            elif isinstance(cell, Other) and cell.full:
                empty = False
            yes |= 0 if empty is True else bit
            no |= 0 if empty is False else bit
        return yes, no

    def of(self, value: object) -> int:
        """The bits of a value as a bot's text gives it: a template or an expression may give any, null gives none."""
        if value is None:
            return self.unset
        if not isinstance(value, str | float | int) or (isinstance(value, str) and "{" in value):
            return self.set
        return self.holds(Compare("", "==", (value if isinstance(value, str | bool) else float(value),)))[0]


def _compare(cell: Cell, sign: str, value: Constant) -> bool | None:
    """Whether a value of a cell stands in a relation to a constant; None when some may and some may not."""
    if isinstance(cell, Region):
        return _compare_region(cell, sign, float(value)) if _is_number(value) else None
    if isinstance(cell, Other):
        return {"==": False, "!=": True}.get(sign)
    if isinstance(cell, bool) is not isinstance(value, bool) or isinstance(cell, str) is not isinstance(value, str):
        return None
    return bool(_SIGNS[sign](cell, value))


def _compare_region(region: Region, sign: str, value: float) -> bool | None:
    """The same for the numbers between two constants, which are none of the constants themselves."""
    if region.low < value < region.high:
        return None
    beyond = region.low if value <= region.low else region.high  # all of them lie on this side of the value
    inside = inf if beyond == region.low else -inf
    return bool(_SIGNS[sign](inside, value))


def _is_number(value: Constant) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def cells_of(kind: str | None, slot: SlotType | None, constants: Iterable[Constant]) -> tuple[Cell, ...]:
    """The cells of a name of a type that is compared with these constants; what a slot takes is never empty."""
    other = FULL if slot is not None and slot.condition_type == "string" else OTHER
    known = list(dict.fromkeys(constants))
    if kind in ("yes_no", "boolean"):
        return (True, False) if known else (other,)
    if not known or len(known) > MAX_CELLS // 2:
        return (other,)
    if all(isinstance(value, str) for value in known):
        return _texts(known, slot, other)
    if all(_is_number(value) for value in known):
        return _numbers(sorted({float(value) for value in known}), slot)
    return (other,)


def _texts(known: Sequence[Constant], slot: SlotType | None, other: Other) -> tuple[Cell, ...]:
    if not isinstance(slot, Choice):
        return (*known, other)
    options = [option for option in slot.choices if option in known]
    return (*options, other) if len(options) < len(slot.choices) else tuple(options)


def _numbers(known: Sequence[float], slot: SlotType | None) -> tuple[Cell, ...]:
    """The constants and what lies between them; of whole numbers only what there is."""
    cells: list[Cell] = []
    for low, high in zip((-inf, *known), (*known, inf), strict=True):
        cells += [Region(low, high), high] if high != inf else [Region(low, high)]
    if not isinstance(slot, Integer):
        return tuple(cells)
    least = -inf if slot.min is None else slot.min
    most = inf if slot.max is None else slot.max
    left = tuple(cell for cell in cells if _any_whole(cell, least, most))
    return left or (OTHER,)


def _any_whole(cell: Cell, least: float, most: float) -> bool:
    """Whether a whole number within limits is in a cell."""
    if not isinstance(cell, Region):
        return isinstance(cell, float) and cell.is_integer() and least <= cell <= most
    low, high = max(cell.low, least - 1), min(cell.high, most + 1)
    return high - low > 1 or (low, high) == (-inf, inf)


def lay_out(cells: Mapping[str, tuple[Cell, ...]]) -> dict[str, Field]:
    """A field for every name, side by side."""
    fields: dict[str, Field] = {}
    offset = 0
    for name, own in cells.items():
        fields[name] = Field(offset, own)
        offset += len(own) + 1
    return fields
