"""A person's name."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.slot_type import LEAD_INS, SlotType, Value, without_lead_in
from flows.values.words import Found, Words

MAX_WORDS = 6
"""Longer answers are sentences, not names."""

NAME_LEAD_INS = (
    *LEAD_INS,
    *(
        tuple(phrase.split())
        for phrase in (
            "my name is", "my name's", "the name is", "the name's", "name is", "name's", "name", "i am", "i'm",
            "this is", "call me", "under", "under the name", "under the name of", "it under", "for", "it's for",
            "make it for", "you can put it under", "you can use", "use", "put it under", "put that under",
            "book it under", "book it for", "could you put it under", "can you put it under", "it'll be under",
            "it will be under", "the reservation is for",
        )
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Person(SlotType):
    """A name, in title case: "my name is maria lopez" is `Maria Lopez`. Personal data of the class `person`."""

    example: ClassVar[str] = "guest_name: {type: person}"

    type: Literal["person"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The name in an answer; longer answers than six words are no names."""
        if not asked or not len(words):
            return []
        start, end = without_lead_in(words, NAME_LEAD_INS)
        if end - start > MAX_WORDS or any(token[:1].isdigit() for token in words.tokens[start:end]):
            return []
        name = " ".join(token[:1].upper() + token[1:] for token in words.tokens[start:end])
        return [Found(name, start, end, 0.75 if end - start <= 3 else 0.5)]

    def problem(self, value: Value) -> str | None:
        """Any words will do."""
        return None if isinstance(value, str) and value.strip() else "I need a name."
