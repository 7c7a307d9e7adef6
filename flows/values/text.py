"""Free text: what the caller said, as said."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.slot_type import SlotType, Value, sentence_words, without_lead_in
from flows.values.words import Found, Words

MAX_CHARACTERS = 500
"""A sentence or three; a slot is no place for a speech."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Text(SlotType):
    """The caller's own words, without "um", "it's" and "please" around them. Taken only as an answer."""

    example: ClassVar[str] = "reason: {type: text}"

    type: Literal["text"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The whole answer."""
        if not asked or not len(words):
            return []
        start, end = without_lead_in(words, sentence_words(words.setting.language).lead_ins)
        return [Found(words.original(start, end)[:MAX_CHARACTERS], start, end, 0.7)]

    def problem(self, value: Value) -> str | None:
        """Any text will do."""
        return None if isinstance(value, str) and value.strip() else "I need a few words."
