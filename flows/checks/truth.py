"""Truth tables: in which cases formulas hold, over all pieces of the values that they test.

As the engine has it, a test of a name without a value comes out neither way, unless the rest of the formula decides
without it. A case is a bit: a set of cases is a whole number, and so are all cases in which a formula holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.checks.formulas import Always, Both, Choose, Comparison, Either, Formula, Not, Variable
from flows.checks.ranges import Piece, pieces
from flows.expressions.tree import Constant

MAX_CASES = 1 << 15
"""Of one table; about eight values with a limit each. Nothing is said of conditions that need more."""

Outcome = tuple[int, int]
"""The cases in which a formula holds, and those in which it does not; in the rest it cannot be worked out."""


@dataclass(frozen=True)
class _Column:
    """A variable in a table."""

    pieces: tuple[Piece, ...]
    stride: int
    """How many cases follow each other with the same piece."""


class Table:
    """All cases of some variables."""

    def __init__(self, columns: Mapping[str, _Column], cases: int) -> None:
        self._columns = columns
        self.all = (1 << cases) - 1
        """Every case."""
        self._cases = cases

    @classmethod
    def of(cls, variables: Mapping[str, Variable]) -> "Table | None":
        """The table of some variables; None when it is too large."""
        columns: dict[str, _Column] = {}
        cases = 1
        for key, variable in variables.items():
            found = tuple(pieces(variable.domain, variable.constants))
            columns[key] = _Column(found, cases)
            cases *= len(found)
            if cases > MAX_CASES:
                return None
        return cls(columns, cases) if cases else None

    def outcome(self, formula: Formula) -> Outcome:
        """The cases in which a formula holds, and those in which it does not."""
        match formula:
            case Always(holds):
                return (self.all, 0) if holds else (0, self.all)
            case Comparison(key, operator, constants):
                return self._tested(self._columns[key], operator, constants)
            case Not(part):
                holds_in, fails_in = self.outcome(part)
                return fails_in, holds_in
            case Both(left, right):
                first, second = self.outcome(left), self.outcome(right)
                return first[0] & second[0], first[1] | second[1]
            case Either(left, right):
                first, second = self.outcome(left), self.outcome(right)
                return first[0] | second[0], first[1] & second[1]
            case Choose(test, then, otherwise):
                yes, no = self.outcome(test)
                first, second = self.outcome(then), self.outcome(otherwise)
                return yes & first[0] | no & second[0], yes & first[1] | no & second[1]

    def _tested(self, column: _Column, operator: str, constants: tuple[Constant, ...]) -> Outcome:
        outcomes = [_compare(piece, operator, constants) for piece in column.pieces]
        return self._spread(column, outcomes, True), self._spread(column, outcomes, False)

    def _spread(self, column: _Column, outcomes: list[bool | None], wanted: bool) -> int:
        """The cases in which a column has one of the pieces with a wanted outcome."""
        block = (1 << column.stride) - 1
        round_of = 0
        for at, outcome in enumerate(outcomes):
            if outcome is wanted:
                round_of |= block << (at * column.stride)
        return round_of * (self.all // ((1 << (column.stride * len(column.pieces))) - 1))

    def piece(self, key: str, cases: int) -> Piece:
        """The piece of a variable in the first of some cases; there must be one."""
        column = self._columns[key]
        first = (cases & -cases).bit_length() - 1
        return column.pieces[first // column.stride % len(column.pieces)]


def _compare(piece: Piece, operator: str, constants: tuple[Constant, ...]) -> bool | None:
    if operator != "in":
        return piece.compare(operator, constants[0])
    outcomes = [piece.compare("==", constant) for constant in constants]
    return None if None in outcomes else any(outcomes)
