"""A number, whole or not."""

import math
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.cardinals import cardinals, joined, signed, too_large
from flows.values.corrections import settled, standing
from flows.values.currencies import MONEY_WORDS
from flows.values.misheard import mending
from flows.values.moments import UNCOUNTED, Moment, moments
from flows.values.number_words import number_words
from flows.values.numerals import MAX_VALUE, Numeral, plain_number
from flows.values.parted import figures
from flows.values.said_words import said_words
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words

HUNDREDTHS = 100
LEAST_JOINED, MOST_JOINED = 101, 10_000
"""What a number and hundredths give, written as one figure: "one oh one" up to "ninety nine ninety nine"."""


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
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return "I need a number."
        if self.min is not None and value < self.min:
            return f"It must be at least {self.say(plain_number(self.min))}."
        if self.max is not None and value > self.max:
            return f"It can be {self.say(plain_number(self.max))} at most."
        return None

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also "two fifty" as 250 and as 2.5, whichever the limits prefer."""
        said = signed(words, joined(words, cardinals(words)))
        ways = {round(way, 2) for one in said for way in (one.value, one.other) if way is not None}
        return value in ways or super().can_mean(words, value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """Numbers as they are; words as spoken."""
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return plain_number(raw) if math.isfinite(raw) and abs(raw) <= MAX_VALUE else None
        return super().read(raw, setting)

    def chosen(self, first: float, second: float | None) -> tuple[float, bool]:
        """The reading that fits the limits, the first where both do, and whether both do."""
        if second is None:
            return first, False
        fit = [self.problem(plain_number(value)) is None for value in (first, second)]
        return (second, False) if fit == [False, True] else (first, all(fit))

    def chosen_for(self, words: Words, start: int, first: float, second: float | None) -> tuple[float, bool]:
        """As `chosen`; recognisers write "two fifty" as 250, which is read back as 2.50 where 250 cannot be meant."""
        figure = second is None and words.token(start).isdecimal() and LEAST_JOINED <= first < MOST_JOINED
        if figure and self.problem(plain_number(first)) is not None and self.problem(first / HUNDREDTHS) is None:
            return first / HUNDREDTHS, True
        return self.chosen(first, second)

    def say(self, value: Value) -> str:
        """`1,250.5`, `minus 3`: as a voice reads it well."""
        return spoken_number(value)


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Number(Bounded):
    """Any number: "two point five", "minus three", "twelve hundred", "two fifty" (250).

    A number that is corrected counts as corrected: "fifty, no, sixty". "Five or six" is read back before it counts,
    and so is "two fifty" where the limits allow both 250 and 2.5.
    """

    example: ClassVar[str] = "weight: {type: number, min: 0, max: 30}"

    type: Literal["number"]

    @mending("number", written=figures)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number that the caller settled on first, then the others that were said."""
        found = []
        numbers = signed(words, joined(words, cardinals(words)))
        for item in outside_moments(words, numbers, asked=asked):
            value, doubt = self.chosen_for(words, item.start, item.value, item.other)
            sure = 0.95 if asked else 0.8
            found.append(Found(plain_number(value), item.start, item.end, sure, doubt or item.vague))
        if not found and asked:
            found = lone_word(words)
        return settled(words, standing(words, found), lambda item: self.problem(item.value) is None)


def outside_moments(words: Words, found: list[Numeral], *, asked: bool, spare: bool = True) -> list[Numeral]:
    """Without the numbers of times, dates and amounts of money, unless nothing else was said and `spare` allows it.

    An answer may be a span of time ("two nights"), and a number behind "at" where nothing else was said.
    """
    when = moments(words)
    blocking = [moment for moment in when if moment.kind != "measure" or not asked]
    kept = [item for item in found if not _within(item, blocking) and not _is_money(words, item)]
    if not asked:
        return [item for item in kept if words.token(item.end) not in UNCOUNTED]
    if kept or not spare or too_large(words):
        return kept
    return [item for item in found if not _within(item, [moment for moment in blocking if moment.sure])]


def _is_money(words: Words, item: Numeral) -> bool:
    return bool(item.currency) or words.token(item.end) in MONEY_WORDS


def _within(item: Numeral, when: list[Moment]) -> bool:
    return any(moment.holds(item.start, item.end) for moment in when)


def lone_word(words: Words, *, pairs: bool = True) -> list[Found]:
    """An answer that is one word without a numeral: "none", "a couple"; or a misheard number, which is doubtful."""
    known = number_words(words.setting.language)
    around = (FILLERS - known.misheard.keys()) | known.around
    rest = [at for at, token in enumerate(words.tokens) if token not in around]
    if len(rest) == 1 or (len(rest) > 1 and words.token(rest[-2]) == "for" and rest[-1] == len(words) - 1):
        at = rest[-1]  # "a table for to"
    else:
        return []
    word = words.tokens[at]
    meanings = {**known.nothings, **known.pairs} if pairs else known.nothings
    if word in meanings:
        return [Found(meanings[word], at, at + 1, 0.85)]
    return [Found(known.misheard[word], at, at + 1, 0.5, True)] if word in known.misheard else []


def spoken_number(value: Value) -> str:
    """`1250.5` as `1,250.5`, `-3` as `minus 3`."""
    if isinstance(value, str):
        return value
    size = f"{abs(plain_number(value)):,}"
    return f"{said_words().minus} {size}" if value < 0 else size
