"""What every slot type can do: find itself in words, refuse, say itself back."""

from dataclasses import dataclass as plain_dataclass
from functools import cache
from typing import ClassVar, Self

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table
from flows.values.setting import ANYWHERE, Setting
from flows.values.words import FILLERS, Found, Words

Value = str | int | float | bool
"""A slot's value as it stands in JSON."""


@plain_dataclass(frozen=True)
class SentenceWords:
    """What callers say around every value, by language."""

    lead_ins: tuple[Phrase, ...]
    tails: tuple[Phrase, ...]
    agreeing: frozenset[str]
    polite: str


@cache
def sentence_words(language: str = DEFAULT_LANGUAGE) -> SentenceWords:
    """The tables, read once."""
    return word_table(SentenceWords, "sentence_words", language)


LEAD_INS = sentence_words().lead_ins


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class SlotType:
    """The part that all slot types share."""

    condition_type: ClassVar[str] = "string"
    """What the value is in a condition: string, double or bool."""
    example: ClassVar[str] = ""
    """A slot of this type as it stands in a bot; used by the reference and the tests."""
    personal_by_itself: ClassVar[str | None] = None
    """The class of personal data that every value of this type is; None when it depends on the slot."""
    said_in_texts: ClassVar[bool] = False
    """True when texts of the bot hold the value as `say` has it: "2 1 2, …" for a phone, the end of a card."""
    found_unasked: ClassVar[bool] = False
    """True when the type is plain enough to be taken from a sentence that was no answer to its question."""

    keep: bool = False
    """Keep the value when the flow that asks for it starts again."""
    personal: str | bool | None = Field(default=None)
    """The class of personal data that this slot holds; `false` says that it holds none."""
    description: str | None = None
    """What the slot means, in a few words; used when the bot asks what the caller meant."""

    @property
    def personal_class(self) -> str | None:
        """The class of personal data that the slot holds: its own, else its type's; None when it holds none."""
        if self.personal is False:
            return None
        return self.personal if isinstance(self.personal, str) else self.personal_by_itself or _plainly(self.personal)

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The values of this type in a sentence, best first. `asked`: it answers the question for this slot."""
        raise NotImplementedError

    def can_mean(self, words: Words, value: Value) -> bool:
        """Whether words can mean a value that is known already, be it not what they mean most likely."""
        found = [item for asked in (True, False) for item in self.find(words, asked=asked)]
        return any(item.value == value and not item.mended for item in found)

    def loosely(self, value: Value) -> Value:
        """A found value as it is meant by who uses words loosely: "pounds" where dollars are spoken of."""
        return value

    def problem(self, value: Value) -> str | None:
        """Why a value cannot stand in this slot, in words for the caller; None when it can."""
        raise NotImplementedError

    def problem_at(self, value: Value, setting: Setting) -> str | None:  # noqa: ARG002 - for types that know a time
        """As `problem`, at the caller's moment: a day may lie in the past."""
        return self.problem(value)

    def say(self, value: Value) -> str:
        """The value as the bot says it."""
        return str(value)

    def at_home(self, region: str) -> Self:  # noqa: ARG002 - for types that know countries
        """As the slot is in a bot of a region, ISO 3166: what it leaves out is what is usual there."""
        return self

    def expected_words(self) -> tuple[str, ...]:
        """Words that an answer is likely to hold; they help the recogniser with closed questions."""
        return ()

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A value given as data (a key of the keypad, a test, a tool); None when it is none of this type."""
        found = [item for item in self.find(Words.of(str(raw), setting), asked=True) if not item.mended]
        return found[0].value if found else None


def _plainly(personal: bool | None) -> str | None:
    """`personal: true` without a class."""
    return "personal" if personal else None


def without_lead_in(words: Words, lead_ins: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
    """The token range of an answer without "um", "it's", "my name is" before it and "please" behind it."""
    start, end = 0, len(words)
    moved = True
    while moved and start < end:
        moved = False
        if words.tokens[start] in FILLERS:
            start, moved = start + 1, True
        for lead_in in lead_ins:
            if words.tokens[start : start + len(lead_in)] == lead_in and start + len(lead_in) < end:
                start, moved = start + len(lead_in), True
                break
    tails = sentence_words(words.setting.language).tails
    moved = True
    while moved and end - start > 1:
        moved = False
        if words.tokens[end - 1] in FILLERS:
            end, moved = end - 1, True
            continue
        for tail in tails:
            if words.tokens[end - len(tail) : end] == tail and end - len(tail) > start:
                end, moved = end - len(tail), True
                break
    return start, end
