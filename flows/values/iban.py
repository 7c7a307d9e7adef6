"""An international bank account number."""

import re
from functools import cache
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass
from stdnum import iban as standard
from stdnum import numdb

from flows.definition.config import CONFIG
from flows.values.misheard import mending
from flows.values.pieces import most_characters, most_digits
from flows.values.safe_pattern import SafePattern, safe_pattern
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_out import in_groups, spelled_out
from flows.values.spelled_value import SpelledValue, can_spell, nearest_reading, spelled_value, unasked_value
from flows.values.spelling import parts, readings
from flows.values.words import Found, Words

LOOSE = "[A-Z0-9]{1,40}"
BEGINNING = "[A-Z]{2}[0-9]{2}[A-Z0-9]{0,34}"
CHECK_DIGITS, SHORTEST = 2, 15
"""Those of Norway are the shortest."""
FEWEST = 8
"""Characters from which what was heard counts as an attempt at an IBAN."""
KEPT = 12
GROUP = 4
"""An IBAN is written and read in groups of four."""
MAX_TOKENS = 40
"""Words of an answer in which each character is one, with some around them."""
COUNTRIES = 3
"""So many readings of the first two letters are followed up."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Iban(SlotType):
    """An international bank account number without spaces, checked by the length of its country and its check
    digits: "g b twenty nine, n w b k, sixty sixteen, …". Personal data of the class `iban`.
    """

    example: ClassVar[str] = "account: {type: iban}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "iban"
    found_unasked: ClassVar[bool] = True

    type: Literal["iban"]

    @mending("iban", at_most=MAX_TOKENS)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number; unasked only one whose check digits are right."""
        if not asked and (most_digits(words) < CHECK_DIGITS or most_characters(words) < SHORTEST):
            return []
        loose = safe_pattern(LOOSE)
        for pattern in _patterns(words, lenient=asked):
            said: SpelledValue | None
            if asked:
                said = spelled_value(words, pattern, _valid, loose=loose, kept=KEPT)
            else:
                said = unasked_value(words, pattern, _valid, kept=KEPT)
            if said is not None:
                return [Found(said.value, said.start, said.end, 0.95, said.doubtful)]
        heard = nearest_reading(words, loose) if asked else None
        return [Found(heard.text, heard.start, heard.end, 0.5)] if heard and len(heard.text) >= FEWEST else []

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also another way to write the same sounds down."""
        return can_spell(words, str(value)) or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """No such country, another length than its, or wrong check digits."""
        if not isinstance(value, str) or not value.isascii() or not value.isalnum():
            return "I need an IBAN."
        country, structure = _country(value[:2])
        if not country:
            return f"An IBAN begins with the two letters of a country, and I heard {spelled_out([value[:2]])}."
        if len(value) != _length(structure):
            return f"An IBAN of {country} has {_length(structure)} characters, and I heard {len(value)}."
        return None if _valid(value) else "One of those characters cannot be right; please say the IBAN again."

    def say(self, value: Value) -> str:
        """In groups of four, character by character: "G B 2 9, N W B K, …"."""
        return spelled_out(in_groups(str(value), GROUP))


def _valid(text: str) -> str | None:
    """By structure and check digits. The lists of banks that some countries have in stdnum grow old; they stay out."""
    return text if standard.is_valid(text, check_country=False) else None


def _patterns(words: Words, *, lenient: bool) -> list[SafePattern]:
    """The forms that fit the country at the beginning of what was said."""
    found: dict[str, None] = {}
    for part in parts(words):
        for reading in readings(words, safe_pattern(BEGINNING), part, lenient=lenient):
            country, structure = _country(reading.text[:2])
            if country:
                found[f"{reading.text[:2]}[0-9]{{2}}{_as_pattern(structure)}"] = None
    return [safe_pattern(pattern) for pattern in list(found)[:COUNTRIES]]


@cache
def _country(letters: str) -> tuple[str, str]:
    """The name of a country and the structure of its account numbers, such as `4!a6!n8!n`; empty when unknown."""
    found = numdb.get("iban").info(letters)[0][1]
    return found.get("country", ""), found.get("bban", "")


def _fields(structure: str) -> list[tuple[int, str]]:
    return [(int(size), kind) for size, kind in re.findall(r"(\d+)!([nac])", structure)]


def _length(structure: str) -> int:
    return 4 + sum(size for size, _ in _fields(structure))


def _as_pattern(structure: str) -> str:
    kinds = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
    return "".join(f"{kinds[kind]}{{{size}}}" for size, kind in _fields(structure))
