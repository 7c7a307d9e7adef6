"""Two branches of one list over the same value, of which each holds for some that the other does not, and both for
some: the first takes what the second means too."""

from flows.checks.formulas import Formula, Reader, keys_of
from flows.checks.ranges import Piece
from flows.checks.taken import Taken, Told, short
from flows.values.numerals import plain_number


def overlaps(reader: Reader, taken: Taken, text: str, formula: Formula, target: str) -> Told | None:
    """What is told of a branch that overlaps with one above it. A narrow one above a wide one is meant so."""
    if (key := _value(reader, formula)) is None:
        return None
    holds = taken.table.outcome(formula)[0] & taken.possible
    for other in taken.above:
        if other.target == target or _value(reader, other.formula) != key:
            continue
        first, second = other.holds & ~other.before, holds & ~other.before
        if first & second and first & ~holds and second & ~other.holds:
            example = _shown(taken.table.piece(key, first & second))
            message = f"`{short(text)}` also holds for values that `{short(other.text)}` above it takes{example}."
            return message, "Part the two so that no value fits both, or put a narrower one first."
    return None


def _value(reader: Reader, formula: Formula) -> str | None:
    """The one value that a formula tests; None when it tests another thing, or several."""
    keys = keys_of(formula)
    key = next(iter(keys)) if len(keys) == 1 else None
    return key if key is not None and reader.variables[key].sort == "value" else None


def _shown(piece: Piece) -> str:
    example = piece.example()
    if example is None:
        return ""
    return f", such as `{example}`" if isinstance(example, str) else f", such as {plain_number(float(example))}"
