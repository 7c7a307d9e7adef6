"""A person's name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.corrections import correction_words
from flows.values.name_finding import Named, in_answer, in_request
from flows.values.names import NameWords, Unit, name_words, units, written
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words
from flows.values.written_names import as_said

MAX_CHARACTERS = 80
"""Longer names are not said on the phone."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Person(SlotType):
    """A name, in title case: "my name is maria lopez" is `Maria Lopez`. Personal data of the class `person`.

    "Put it under O'Brien", "it's for Anne-Marie", "Joe, J-O-E" and "Joe, not John" are understood. Sentences that are
    no names ("I don't have one", "what time is it") are not taken for one. In a request a name is found behind
    "my name is", and behind "for" where nothing else can be meant: "a table for two for John".
    """

    example: ClassVar[str] = "guest_name: {type: person}"
    personal_by_itself: ClassVar[str | None] = "person"
    found_unasked: ClassVar[bool] = True

    type: Literal["person"]

    @as_said
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The name that the caller settled on."""
        known = name_words(words.setting.language)
        named: Named | None = None
        for part in _parts(words, units(words), known):
            found = in_answer(words, part, known) if asked else in_request(words, part, known)
            if found is not None:
                named = found
            elif named is not None and any(unit.word not in FILLERS for unit in part):
                named = replace(named, doubtful=True)  # "Joe, sorry, make it five": is it still Joe?
        if named is None:
            return []
        text = written(words, named.units, known)
        return [Found(text, named.units[0].start, named.units[-1].end, named.confidence, named.doubtful)]

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also a part of the name: "Lopez" where it is "Maria Lopez"."""
        known = str(value).lower().replace("-", " ").split()
        said = [str(item.value).lower().replace("-", " ").split() for item in self.find(words, asked=True)]
        return any(set(name) <= set(known) for name in said)

    def problem(self, value: Value) -> str | None:
        """Nothing, figures, a speech, or words of which none can be a name."""
        if not isinstance(value, str) or not value.strip():
            return "I need a name."
        if any(character.isdigit() for character in value):
            return "A name has no numbers in it."
        if len(value) > MAX_CHARACTERS:
            return "That is too long for a name."
        known = name_words("en")
        said = units(Words.of(value))
        return None if any(known.can_be(unit) or unit.word in known.short_names for unit in said) else "I need a name."


def _parts(words: Words, said: Sequence[Unit], known: NameWords) -> list[list[Unit]]:
    """A sentence cut at "no", "sorry" and the like, without what stands behind "not"."""
    parts: list[list[Unit]] = [[]]
    corrections = correction_words(words.setting.language).corrections
    at, negated = 0, False
    while at < len(said):
        size = next((len(phrase) for phrase in corrections if _begins(said, at, phrase)), 0)
        if size or said[at].word == "not":
            negated = said[at].word == "not"
            parts.append([])
            at += size or 1
            continue
        if negated and (said[at].word in known.after_not or words.pauses_before(said[at].start)):
            negated = False
        if not negated:
            parts[-1].append(said[at])
        at += 1
    return parts


def _begins(said: Sequence[Unit], at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(unit.word for unit in said[at : at + len(phrase)]) == phrase
