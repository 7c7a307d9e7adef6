"""A person's name."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.slot_type import LEAD_INS, SlotType, Value, without_lead_in
from flows.values.words import FILLERS, Found, Words, find_phrase

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


SELF_INTRODUCTIONS = (("my", "name", "is"), ("my", "name's"), ("the", "name", "is"), ("the", "name's"))
"""After these words a name comes, whatever was asked."""
NAME_ENDS = frozenset(
    "and i i'd i'm i've i'll we we'd we'll but so can could do is for at on in to with please from here by it it's "
    "the a an my that this what when where how not".split()
)
"""Words that are no part of a name which was not asked for."""
MAX_INTRODUCED_WORDS = 3


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Person(SlotType):
    """A name, in title case: "my name is maria lopez" is `Maria Lopez`. Personal data of the class `person`."""

    example: ClassVar[str] = "guest_name: {type: person}"
    personal_by_itself: ClassVar[str | None] = "person"
    found_unasked: ClassVar[bool] = True

    type: Literal["person"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The name in an answer; unasked only after "my name is". Longer answers than six words are no names."""
        if (introduced := _introduced(words)) is not None:
            return [introduced]
        if not asked or not len(words):
            return []
        start, end = without_lead_in(words, NAME_LEAD_INS)
        if end - start > MAX_WORDS or any(token[:1].isdigit() for token in words.tokens[start:end]):
            return []
        return [Found(_titled(words, start, end), start, end, 0.75 if end - start <= 3 else 0.5)]

    def problem(self, value: Value) -> str | None:
        """Any words will do."""
        return None if isinstance(value, str) and value.strip() else "I need a name."


def _introduced(words: Words) -> Found | None:
    """ "my name's robert and I need a table": the words up to the first that is no part of a name."""
    for phrase in SELF_INTRODUCTIONS:
        for at in find_phrase(words.tokens, phrase):
            start = end = at + len(phrase)
            while end < len(words) and end - start < MAX_INTRODUCED_WORDS and _may_be_name(words.tokens[end]):
                end += 1
            if end > start:
                return Found(_titled(words, start, end), start, end, 0.9)
    return None


def _may_be_name(token: str) -> bool:
    return token not in NAME_ENDS and token not in FILLERS and not token[:1].isdigit()


def _titled(words: Words, start: int, end: int) -> str:
    return " ".join(token[:1].upper() + token[1:] for token in words.tokens[start:end])
