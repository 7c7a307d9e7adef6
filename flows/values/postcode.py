"""A postcode, or ZIP code."""

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.misheard import mending
from flows.values.postcode_forms import ANY_POSTCODE, postcode_form
from flows.values.region import Region, is_region, region_of
from flows.values.safe_pattern import safe_pattern
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_out import spelled_out
from flows.values.spelled_value import can_spell, nearest_reading, spelled_value
from flows.values.words import Found, Words

LOOSE = "[A-Z0-9]{1,10}"


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Postcode(SlotType):
    """A postcode without spaces, in the form of the bot's `region`: "nine oh two one oh" is `90210`, in the United
    Kingdom "s w one a one double a" is `SW1A1AA`. Nine digits of a ZIP code are `90210-1234`. Personal data of the
    class `postcode`.
    """

    example: ClassVar[str] = "postcode: {type: postcode}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "postcode"

    type: Literal["postcode"]
    region: Region | None = None
    """The country whose postcodes are meant; the bot's `region` when left out."""

    @mending("letters")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The postcode in an answer; never unasked, for five digits may be anything."""
        if not asked:
            return []
        form, loose = postcode_form(region_of(self.region, words.setting)), safe_pattern(LOOSE)
        said = spelled_value(words, form.pattern, lambda text: text if form.matches(text) else None, loose=loose)
        if said is not None:
            return [Found(said.value, said.start, said.end, 0.8 if said.skipped else 0.95, said.doubtful)]
        heard = nearest_reading(words, loose)
        has_digit = heard is not None and any(character.isdigit() for character in heard.text)
        return [Found(heard.text, heard.start, heard.end, 0.5)] if heard is not None and has_digit else []

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also another way to write the same sounds down."""
        return can_spell(words, str(value)) or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """Another form than the country's; of any country where the slot names none."""
        if self.region is not None:
            return self.problem_at(value, ANYWHERE)
        fits = isinstance(value, str) and safe_pattern(ANY_POSTCODE).matches(value)
        return None if fits and any(one.isdigit() for one in str(value)) else "I need a postcode."

    def problem_at(self, value: Value, setting: Setting) -> str | None:
        """Another form than the country's."""
        form = postcode_form(region_of(self.region, setting))
        if isinstance(value, str) and form.matches(value):
            return None
        if not form.example or not isinstance(value, str):
            return "I need a postcode."
        return f"I need a postcode such as {form.example}, and I heard {self.say(value)}."

    def at_home(self, region: str) -> Self:
        """With the country of the bot, unless it has its own."""
        return self if self.region is not None or not is_region(region) else replace(self, region=region)

    def say(self, value: Value) -> str:
        """In its groups, character by character: "S W 1 A, 1 A, A"."""
        return spelled_out(postcode_form(region_of(self.region, ANYWHERE)).groups(str(value)))
