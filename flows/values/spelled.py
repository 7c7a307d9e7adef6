"""A code of letters and digits that the caller spells."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.misheard import mending
from flows.values.pattern_reader import PatternProblem
from flows.values.safe_pattern import SafePattern, safe_pattern
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_out import in_groups, spelled_out
from flows.values.spelled_value import SpelledValue, can_spell, nearest_reading, spelled_value, unasked_value
from flows.values.words import Found, Words

MAX_LENGTH = 40
"""An IBAN has 34; nobody spells more without a mistake."""
ANY = f"[A-Z0-9]{{1,{MAX_LENGTH}}}"
UNASKED_LENGTH = 5
"""A code of letters and digits that is shorter may be said by chance."""
GROUP, LONG = 4, 8
"""Characters said without a pause, and the length from which there are pauses: people remember about seven."""


def _usable(pattern: str) -> str:
    try:
        safe_pattern(pattern)
    except PatternProblem as problem:
        raise ValueError(f"{problem}; a pattern looks like [A-Z]{{2}}[0-9]{{4}}") from None
    return pattern


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Spelled(SlotType):
    """A code that the caller spells, without spaces: "j as in juliet, k, double oh seven" is `JK007`. Letters are
    understood by their names, by the NATO alphabet and by "B for Bob"; the `pattern` decides where words can be two
    things ("oh", "to", "you"). Letters are capitals unless the pattern wants small ones.
    """

    example: ClassVar[str] = 'member_id: {type: spelled, pattern: "[A-Z]{2}[0-9]{4}"}'
    said_in_texts: ClassVar[bool] = True
    found_unasked: ClassVar[bool] = True

    type: Literal["spelled"]
    pattern: Annotated[str, AfterValidator(_usable)] | None = None
    """What the whole value looks like, a regular expression without look-around and back-references."""
    length: int | None = None
    """The exact number of characters."""
    min: int | None = None
    """The smallest number of characters."""
    max: int | None = None
    """The largest number of characters."""

    @property
    def _pattern(self) -> SafePattern:
        if self.pattern is not None:
            return safe_pattern(self.pattern)
        low, high = self.length or self.min or 1, self.length or self.max or MAX_LENGTH
        return safe_pattern(ANY if low > high or high > MAX_LENGTH else f"[A-Z0-9]{{{low},{high}}}")

    @mending("letters")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The code; unasked only one of a known form with letters and digits that can be nothing else."""
        loose = safe_pattern(ANY)
        if not asked:
            return list(self._unasked(words))
        said = spelled_value(words, self._pattern, self._value, loose=loose)
        if said is not None and self._is_all(said):
            return [Found(said.value, said.start, said.end, 0.8 if said.skipped else 0.95, said.doubtful)]
        heard = nearest_reading(words, loose) if self.pattern or self.length or self.min else None
        return [Found(heard.text, heard.start, heard.end, 0.5)] if heard is not None else []

    def _is_all(self, said: SpelledValue) -> bool:
        """Whether the rest of the answer leaves room for no other meaning."""
        size = said.end - said.start
        if self.pattern is None:
            return 2 * said.skipped < size if said.sure else said.skipped == 0
        return said.skipped <= size

    def _unasked(self, words: Words) -> Iterator[Found]:
        if self.pattern is None:
            return
        said = unasked_value(words, self._pattern, self._value)
        if said is None or len(said.value) < UNASKED_LENGTH:
            return
        if any(character.isalpha() for character in said.value) and any(one.isdigit() for one in said.value):
            yield Found(said.value, said.start, said.end, 0.85)

    def _value(self, text: str) -> str | None:
        return text if self._has_length(text) else None

    def _has_length(self, text: str) -> bool:
        size = len(text)
        fixed = self.length is None or size == self.length
        return fixed and (self.min or 0) <= size <= (self.max or max(size, self.min or 0))

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also another way to write the same sounds down."""
        return can_spell(words, str(value)) or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """Another form or length than asked for."""
        if not isinstance(value, str) or not value or not value.isascii() or any(one.isspace() for one in value):
            return "I need letters and digits only."
        if len(value) > MAX_LENGTH or not self._has_length(value):
            return f"I need {self._wanted_length()}, and I heard {len(value)}."
        if self._pattern.matches(value):
            return None
        wanted = self._pattern.in_words()
        if wanted is not None:
            return f"I need {wanted}, and I heard {self.say(value)}."
        return f"I heard {self.say(value)}, and that is not how it looks."

    def _wanted_length(self) -> str:
        if self.length is not None:
            return f"{self.length} character{'s' if self.length != 1 else ''}"
        if self.min is not None and self.max is not None:
            return f"{self.min} to {self.max} characters"
        most = self.max or MAX_LENGTH
        return f"at least {self.min} characters" if self.min is not None else f"{most} characters at most"

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A value that fits as it is; else as spoken."""
        return raw if isinstance(raw, str) and self.problem(raw) is None else super().read(raw, setting)

    def say(self, value: Value) -> str:
        """Character by character, in groups when it is long: "J K 0 0 7"."""
        text = str(value)
        return spelled_out(in_groups([self._named(text, at) for at in range(len(text))], GROUP, above=LONG))

    def _named(self, text: str, at: int) -> str:
        """A character by its name where the ear could take it for another one: "letter O" beside digits."""
        character = text[at]
        beside_digit = any(one.isdigit() for one in (text[max(0, at - 1) : at], text[at + 1 : at + 2]))
        if character == "O" and beside_digit and self._pattern.matches(f"{text[:at]}0{text[at + 1 :]}"):
            return "letter O"
        if character.islower() and self._pattern.matches(text[:at] + character.upper() + text[at + 1 :]):
            return f"small {character}"
        return character
