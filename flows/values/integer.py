"""A whole number."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.cardinals import cardinals, joined, signed
from flows.values.corrections import settled, standing, surest
from flows.values.head_counts import company, count_word, total
from flows.values.moments import COUNTED, MONTHS, UNCOUNTED
from flows.values.number import NOTHINGS, Bounded, lone_word, outside_moments
from flows.values.numerals import Numeral, ordinals
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import Value
from flows.values.words import FILLERS, Found, Words

_NAMED = 0.02
"""How much surer a number with its noun is: "four people", "for four"."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Integer(Bounded):
    """A whole number: "twenty one", "a couple", "a dozen", "just me", "the third" as an answer.

    Numbers of times and dates are left out: "four people at eight on Monday" is 4. "Five or six" is read back
    before it counts.
    """

    example: ClassVar[str] = "party_size: {type: integer, min: 1, max: 12}"

    type: Literal["integer"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number that the caller settled on first, then the others that were said."""
        said = signed(words, joined(words, cardinals(words)))
        numbers = outside_moments(words, said, asked=asked)
        whole = [item for item in numbers if float(item.value).is_integer()]
        if asked and (counted := company(words, whole) or total(words, whole)) is not None and self._fits(counted):
            return [counted]
        found = [_found(words, item, asked=asked) for item in whole if asked or _may_count(words, item)]
        if not found and asked and not numbers:
            return _without_numeral(words)
        return settled(words, surest(standing(words, found)), self._fits)

    def _fits(self, item: Found) -> bool:
        return self.problem(item.value) is None

    def problem(self, value: Value) -> str | None:
        """No whole number, or outside the limits."""
        if isinstance(value, float) and not value.is_integer():
            return "I need a whole number."
        return super().problem(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """Whole numbers as they are; words as spoken."""
        value = super().read(raw, setting)
        return None if isinstance(value, float) else value


def _found(words: Words, item: Numeral, *, asked: bool) -> Found:
    behind = words.tokens[item.end : item.end + 2]
    behind = () if words.pauses_before(item.end) else behind
    named = behind == ("of", "us") or (behind[:1] != ("of",) and set(behind[:1]) <= COUNTED and bool(behind))
    named = named or words.token(item.start - 1) in ("for", "of", "are", "we're", "be")
    return Found(int(item.value), item.start, item.end, (0.95 if asked else 0.8) + _NAMED * named, item.vague)


def _without_numeral(words: Words) -> list[Found]:
    counted = count_word(words)
    return [counted] if counted is not None else lone_word(words, NOTHINGS) or _positions(words)


def _positions(words: Words) -> list[Found]:
    """ "The third", "21st": a position is the answer to "which floor"; "a second" is time to think."""
    meaning = [token for token in words.tokens if token not in FILLERS and token != "please"]
    return [
        Found(int(item.value), item.start, item.end, 0.8)
        for item in ordinals(words.tokens)
        if (words.token(item.start - 1) in ("the", "on") or len(meaning) == item.end - item.start)
        and words.token(item.end) != "of"
        and words.token(item.end) not in MONTHS
    ][:1]


def _may_count(words: Words, item: Numeral) -> bool:
    """Whether a number in a request is one of people or things; "one" needs its noun: "get me one"."""
    before, behind = words.token(item.start - 1), words.token(item.end)
    if words.tokens[item.start : item.end] == ("one",) and before not in ("for", "just", "only", "of"):
        return behind in COUNTED - {"of"}
    return behind not in UNCOUNTED
