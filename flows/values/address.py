"""A postal address."""

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.address_tidy import tidied
from flows.values.address_words import address_words
from flows.values.house_numbers import number_at
from flows.values.postcode_forms import postcode_form
from flows.values.region import Region, is_region, region_of
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value, sentence_words
from flows.values.spelled_out import spelled_out
from flows.values.spelling import parts
from flows.values.words import FILLERS, Found, Words

MAX_CHARACTERS = 200
"""An envelope has room for less."""
MIN_LETTERS = 2


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Address(SlotType):
    """An address as one text with a house number, as on an envelope: "seven forty two evergreen terrace springfield
    illinois" is `742 Evergreen Terrace, Springfield, Illinois`. Taken only as an answer. Personal data of the class
    `address`.
    """

    example: ClassVar[str] = "delivery: {type: address}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "address"

    type: Literal["address"]
    region: Region | None = None
    """The country whose postcodes and states are meant; the bot's `region` when left out."""

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The address in an answer; never unasked."""
        if not asked:
            return []
        region = region_of(self.region, words.setting)
        said = parts(words)
        for at, (first, last) in enumerate(said[:2]):
            start, end = _without_words_around(words, first, last)
            cut = replace(words, tokens=words.tokens[:end], spans=words.spans[:end])
            line = tidied(cut, start, end, region)
            if line is not None and line.is_address:
                taken_back = at > 0 or last < len(words)
                return [Found(line.text[:MAX_CHARACTERS], start, end, 0.8, taken_back)]
            if at == 0 and len(said) > 1 and (mended := self._mended(words, said, region)) is not None:
                return [mended]
            if line is not None and line.street:
                return [Found(line.text[:MAX_CHARACTERS], start, end, 0.5)]
            if end > start:
                break
        return []

    def _mended(self, words: Words, said: list[tuple[int, int]], region: str) -> Found | None:
        """ "12 Main Street, no, 14": another house number."""
        start, end = _without_words_around(words, *said[0])
        number = number_at(words, start) if start < end else None
        if number is None or number[1] != end:
            return None
        first, last = _without_words_around(words, *said[1])
        cut = replace(words, tokens=words.tokens[:last], spans=words.spans[:last])
        line, old = tidied(cut, first, last, region), number_at(cut, first)
        if line is None or old is None or not line.is_address:
            return None
        return Found(number[0] + line.text[len(old[0]) :], first, end, 0.7, doubtful=True)

    def problem(self, value: Value) -> str | None:
        """No street, or no house number."""
        if not isinstance(value, str) or sum(character.isalpha() for character in value) < MIN_LETTERS:
            return "I need the street and the house number."
        if len(value) > MAX_CHARACTERS:
            return "That address is too long for me."
        return None if any(character.isdigit() for character in value) else "I need the house number, too."

    def at_home(self, region: str) -> Self:
        """With the country of the bot, unless it has its own."""
        return self if self.region is not None or not is_region(region) else replace(self, region=region)

    def say(self, value: Value) -> str:
        """As it is written, the postcode character by character."""
        written, form = str(value).split(" "), postcode_form(region_of(self.region, ANYWHERE))
        for size in (2, 1):  # "SW1A 1AA", "62704"
            code = "".join(written[-size:])
            if len(written) > size and form.example and form.matches(code):
                return f"{' '.join(written[:-size])} {spelled_out(form.groups(code))}"
        return str(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """As spoken; else any text that has a street and a number."""
        found = super().read(raw, setting)
        usable = isinstance(raw, str) and self.problem(raw) is None
        return raw.strip() if found is None and usable and isinstance(raw, str) else found


def _without_words_around(words: Words, start: int, end: int) -> tuple[int, int]:
    """Without "I live at" before and "please" behind."""
    table, tokens = address_words(), words.tokens
    agreeing = sentence_words(words.setting.language).agreeing
    moved = True
    while moved and start < end:
        stop = table.before.end(tokens, start) or (
            start + 1 if tokens[start] in FILLERS or tokens[start] in agreeing else None
        )
        moved = stop is not None and stop <= end
        start = stop if stop is not None and moved else start
    moved = True
    while moved and start < end:
        moved = False
        for at in range(max(start, end - 4), end):
            if table.behind.end(tokens, at) == end or (at == end - 1 and tokens[at] in FILLERS):
                end, moved = at, True
                break
    return start, end
