"""A whole number."""

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.cardinals import cardinals, joined, signed, too_large
from flows.values.corrections import settled, standing, surest
from flows.values.head_counts import company, count_words, head_count_words, total, whole_count
from flows.values.misheard import mending
from flows.values.moments import COUNTED, MONTHS, UNCOUNTED
from flows.values.number import Bounded, lone_word, outside_moments
from flows.values.number_words import number_words
from flows.values.numerals import Numeral, ordinals, plain_number
from flows.values.parted import figures
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import Value, sentence_words
from flows.values.words import FILLERS, Found, Words

MAX_MISHEARD_WORDS = 5
"""In a longer sentence "for people" means what it says."""
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

    @mending("number", written=figures)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number that the caller settled on first, then the others that were said."""
        numbers = self._numbers(words)
        beyond = too_large(words)
        said = count_words(words) if asked else []
        counts = [item for item in said if not any(_overlap(item, other) for other in (*numbers, *beyond))]
        kept = outside_moments(words, numbers, asked=asked, spare=not counts)
        whole = [item for item in kept if float(item.value).is_integer()]
        counted = (company(words, whole) or total(words, whole)) if asked and not beyond else None
        if counted is not None and self._fits(counted):
            return [counted]
        found = [_found(words, item, asked=asked) for item in whole if asked or _may_count(words, item)]
        found += counts
        if not found and asked and not kept:
            return [] if beyond else _without_numeral(words)
        stand = standing(words, sorted(found, key=lambda item: item.start))
        chosen = settled(words, surest(stand), self._fits)
        others = any(item.value != chosen[0].value and self._fits(item) for item in stand) if chosen else False
        return [replace(item, doubtful=item.doubtful or (others and item is chosen[0])) for item in chosen]

    def _numbers(self, words: Words) -> list[Numeral]:
        """All numbers; "ten twelve" is 1,012 only where that fits."""
        said = cardinals(words)
        pairs = signed(words, joined(words, said))
        fit = any(self.problem(plain_number(item.value)) is None for item in pairs if item.other is not None)
        return pairs if fit else signed(words, said)

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
    known = head_count_words(words.setting.language)
    behind = words.tokens[item.end : item.end + 2]
    behind = () if words.pauses_before(item.end) else behind
    named = behind == ("of", "us") or (behind[:1] != ("of",) and set(behind[:1]) <= COUNTED and bool(behind))
    named = named or words.token(item.start - 1) in ("for", "of")
    sure = (0.95 if asked else 0.8) + _NAMED * named
    if behind and behind[0] in known.groups:  # couples are two people each, mostly
        return Found(2 * int(item.value), item.start, item.end + 1, sure, True)
    return Found(int(item.value), item.start, item.end, sure, item.vague)


def _overlap(item: Found, other: Numeral) -> bool:
    return item.start < other.end and other.start < item.end


def _without_numeral(words: Words) -> list[Found]:
    counted = whole_count(words)
    return [counted] if counted is not None else lone_word(words, pairs=False) or _positions(words) or _misheard(words)


def _misheard(words: Words) -> list[Found]:
    """ "For people": four of them, most likely."""
    misheard = number_words(words.setting.language).misheard
    return [
        Found(misheard[token], at, at + 1, 0.5, True)
        for at, token in enumerate(words.tokens)
        if token in misheard and words.token(at + 1) in COUNTED - {"of"} and len(words) <= MAX_MISHEARD_WORDS
    ][-1:]


def _positions(words: Words) -> list[Found]:
    """ "The third", "21st": a position is the answer to "which floor"; "a second" is time to think."""
    leads = head_count_words(words.setting.language).position_leads
    polite = sentence_words(words.setting.language).polite
    meaning = [token for token in words.tokens if token not in FILLERS and token != polite]
    return [
        Found(int(item.value), item.start, item.end, 0.8)
        for item in ordinals(words.tokens)
        if (words.token(item.start - 1) in leads or len(meaning) == item.end - item.start)
        and words.token(item.end) != "of"
        and words.token(item.end) not in MONTHS
    ][:1]


def _may_count(words: Words, item: Numeral) -> bool:
    """Whether a number in a request is one of people or things; "one" needs its noun: "get me one"."""
    before, behind = words.token(item.start - 1), words.token(item.end)
    leads = head_count_words(words.setting.language).one_leads
    if words.tokens[item.start : item.end] == ("one",) and before not in leads:
        return behind in COUNTED - {"of"}
    return behind not in UNCOUNTED
