"""A row of digits: codes, member numbers, PINs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.corrections import settled, standing
from flows.values.digit_rows import Row, digit_words, mended, misheard_at_the_edge, rows
from flows.values.misheard import mending
from flows.values.moments import moments
from flows.values.parted import sums
from flows.values.said_words import said_words
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_value import can_spell
from flows.values.words import Found, Words

MIN_UNASKED = 3
"""Shorter codes are not taken from a sentence that was no answer: "two" is most often no code."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Digits(SlotType):
    """Digits without spaces: "double seven oh four" is `7704`, "forty two seventy one" `4271`.

    `length` (or `min` and `max`) says how many. "Four two seven, no, eight one" is `4281`, read back before it counts.
    """

    example: ClassVar[str] = "booking_code: {type: digits, length: 4}"
    found_unasked: ClassVar[bool] = True

    type: Literal["digits"]
    length: int | None = None
    """The exact number of digits."""
    min: int | None = None
    """The smallest number of digits."""
    max: int | None = None
    """The largest number of digits."""

    @mending("digits", "number", written=sums)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The rows of digits in the sentence, those of a fitting length first."""
        said = [self._without_sigh(words, row) for row in rows(words, lenient=asked)]
        if not asked:
            return self._unasked(words, said)
        if (mend := mended(words, said, self._fits)) is not None:
            return [Found(mend.digits, mend.start, mend.end, 0.8, True)]
        found = [
            Found(row.digits, row.start, row.end, 0.95 if self._fits(row.digits) else 0.5, row.guessed)
            for row in (said if any(self._fits(row.digits) for row in said) else self._with_edges(words, said))
        ]
        found = settled(words, standing(words, found), lambda item: self._fits(str(item.value)))
        return sorted(found, key=lambda item: not self._fits(str(item.value)))

    def _fits(self, digits: str) -> bool:
        return self.problem(digits) is None

    def _unasked(self, words: Words, said: Sequence[Row]) -> list[Found]:
        """Only a row that fits and is no time, date or amount."""
        when = moments(words)
        found = [
            Found(row.digits, row.start, row.end, 0.95)
            for row in said
            if self._fits(row.digits) and (self.length or self.min or 0) >= MIN_UNASKED
            if row.end - row.start >= MIN_UNASKED or not any(moment.holds(row.start, row.end) for moment in when)
        ]
        return settled(words, standing(words, found), lambda item: self._fits(str(item.value)))

    def _without_sigh(self, words: Words, row: Row) -> Row:
        """ "Oh, four two seven one": the zero was none when the rest is long enough without it."""
        sigh = (
            words.tokens[row.start] == digit_words(words.setting.language).oh
            and not self._fits(row.digits)
            and self._fits(row.digits[1:])
        )
        return replace(row, digits=row.digits[1:], start=row.start + 1) if sigh else row

    def _with_edges(self, words: Words, said: Sequence[Row]) -> list[Row]:
        """With a first or last word that was misheard: "for two seven one" where four digits are needed."""
        return [misheard_at_the_edge(words, row, self._fits) or row for row in said]

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also another way to write the same sounds down."""
        return can_spell(words, str(value)) or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """Another number of digits than asked for."""
        if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
            return "I need digits only."
        count = len(value)
        heard = f"I heard {_spelled(count)} {'digit' if count == 1 else 'digits'}, I need"
        if self.length is not None and count != self.length:
            return f"{heard} {_spelled(self.length)}."
        if self.min is not None and count < self.min:
            return f"{heard} at least {_spelled(self.min)}."
        if self.max is not None and count > self.max:
            return f"{heard} {_spelled(self.max)} at most."
        return None

    def say(self, value: Value) -> str:
        """One by one, so that a voice does not read a number."""
        return " ".join(str(value))


def digit_rows(words: Words, at_least: int) -> list[tuple[int, int]]:
    """The token ranges in which at least so many words each give digits: "five one eight six"."""
    return [(row.start, row.end) for row in rows(words, lenient=False) if row.end - row.start >= at_least]


def _spelled(count: int) -> str:
    known = said_words().counts
    return known[count] if count < len(known) else str(count)
