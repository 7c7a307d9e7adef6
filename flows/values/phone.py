"""A phone number."""

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.language import language_data
from flows.values.misheard import mending
from flows.values.phone_numbers import groups, possible_number, valid_number
from flows.values.region import Region, is_region, region_of
from flows.values.safe_pattern import safe_pattern
from flows.values.said_words import said_words
from flows.values.setting import ANYWHERE
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_out import spelled_out
from flows.values.spelled_value import nearest_reading, spelled_value, unasked_value
from flows.values.words import Found, Words

DIALLED = r"\+?[0-9]{3,17}"
"""15 digits are the most that E.164 has; 00 or 011 may stand before them."""
LOOSE = r"\+?[0-9]{1,20}"
WITH_COUNTRY = 12
"""So many digits are a number with its country code; one more than a number has at home may be a slip."""
UNASKED_DIGITS = 10
"""A shorter row of digits may be anything. The country code counts."""
UNASKED_AT_HOME = UNASKED_DIGITS - 3
"""So many are said at least: the codes of countries have three digits at most (ITU-T E.164)."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Phone(SlotType):
    """A phone number in E.164: "two one two, double five five, oh one two three" is `+12125550123`. Numbers without a
    country code are those of the bot's `region`; only numbers that can exist are taken, and those that films use
    (area code 555). The bot says it in groups. Personal data of the class `phone`.
    """

    example: ClassVar[str] = "callback: {type: phone}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "phone"
    found_unasked: ClassVar[bool] = True

    type: Literal["phone"]
    region: Region | None = None
    """The country of numbers that name none; the bot's `region` when left out."""

    @mending("digits", "number")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number; unasked only one of ten digits or more that can be nothing else."""
        words = _without_extension(words)
        region = region_of(self.region, words.setting)
        pattern = safe_pattern(DIALLED)

        def value_of(text: str) -> str | None:
            return valid_number(text, region)

        if not asked:
            other = set(words.tokens) & set(language_data("phone_words", words.setting.language)["other_numbers"])
            said = None if other else unasked_value(words, pattern, value_of, digits=UNASKED_AT_HOME)
            usual = said is not None and len(said.value) > UNASKED_DIGITS
            return [Found(said.value, said.start, said.end, 0.9)] if said and usual else []
        said = spelled_value(words, pattern, value_of, loose=safe_pattern(LOOSE))
        if said is not None:
            return [Found(said.value, said.start, said.end, 0.95, said.doubtful)]
        heard = nearest_reading(words, safe_pattern(LOOSE))
        if heard is None:
            return []
        if len(heard.text) >= WITH_COUNTRY and (abroad := valid_number(f"+{heard.text}", region)) is not None:
            return [Found(abroad, heard.start, heard.end, 0.6, True)]  # the "plus" was not heard
        return [Found(possible_number(heard.text, region) or heard.text, heard.start, heard.end, 0.5)]

    def problem(self, value: Value) -> str | None:
        """Too few or too many digits, or a number that cannot exist."""
        if not isinstance(value, str) or not value.removeprefix("+").isdecimal() or not value.isascii():
            return "I need a phone number."
        if not value.startswith("+"):
            return f"I need a whole phone number with its area code, and I heard {len(value)} digits."
        if valid_number(value, self._home) != value:
            return f"I heard {self.say(value)}, and that is no phone number."
        return None

    def at_home(self, region: str) -> Self:
        """With the country of the bot, unless it has its own."""
        return self if self.region is not None or not is_region(region) else replace(self, region=region)

    def say(self, value: Value) -> str:
        """In groups, digit by digit: "2 1 2, 5 5 5, 0 1 2 3"; numbers of another country with "plus" and its code."""
        said = groups(str(value), self._home)
        plus = f"{said_words().plus} " if said[0].startswith("+") else ""
        return plus + spelled_out(group.lstrip("+") for group in said)

    @property
    def _home(self) -> str:
        return region_of(self.region, ANYWHERE)


def _without_extension(words: Words) -> Words:
    """The words before "extension 12"."""
    marks = language_data("phone_words", words.setting.language)["extension"]
    at = next((at for at, token in enumerate(words.tokens) if token in marks), len(words))
    return replace(words, tokens=words.tokens[:at], spans=words.spans[:at])
