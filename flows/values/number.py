"""A number, whole or not."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.numerals import Numeral, numerals, plain_number
from flows.values.slot_type import SlotType, Value
from flows.values.words import Found, Words


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Bounded(SlotType):
    """What number, integer and money share: limits, and how a refused value is explained."""

    condition_type: ClassVar[str] = "double"
    found_unasked: ClassVar[bool] = True

    min: float | None = None
    """The smallest value that is taken."""
    max: float | None = None
    """The largest value that is taken."""

    def problem(self, value: Value) -> str | None:
        """Outside the limits, or no number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "I need a number."
        if self.min is not None and value < self.min:
            return f"It must be at least {self.say(plain_number(self.min))}."
        if self.max is not None and value > self.max:
            return f"It can be {self.say(plain_number(self.max))} at most."
        return None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Number(Bounded):
    """Any number: "two point five", "twelve hundred", "two fifty" (250)."""

    example: ClassVar[str] = "weight: {type: number, min: 0, max: 30}"

    type: Literal["number"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Every number in the sentence; the last one first, for people correct themselves forwards."""
        return [
            Found(plain_number(numeral.value), numeral.start, numeral.end, 0.95 if asked else 0.8)
            for numeral in reversed(joined(words, list(numerals(words.tokens))))
        ]


def joined(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "two fifty" and "twelve fifty" are said for 250 and 1,250: a small number directly before one of two digits."""
    result: list[Numeral] = []
    for numeral in found:
        before = result[-1] if result else None
        if (
            before is not None
            and before.end == numeral.start
            and not words.pauses_before(numeral.start)
            and 1 <= before.value <= 99
            and 10 <= numeral.value <= 99
            and float(before.value).is_integer()
            and float(numeral.value).is_integer()
        ):
            result[-1] = Numeral(before.value * 100 + numeral.value, before.start, numeral.end, before.currency)
        else:
            result.append(numeral)
    return result
