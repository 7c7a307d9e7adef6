"""A whole number."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.number import Bounded, joined
from flows.values.numerals import Numeral, numerals
from flows.values.slot_type import Value
from flows.values.words import Found, Words

COUNTS = {"alone": 1, "myself": 1, "couple": 2, "pair": 2, "dozen": 12, "nobody": 0, "none": 0}
"""Words that count people and things without a numeral."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Integer(Bounded):
    """A whole number: "twenty one", "a couple", "a dozen"."""

    example: ClassVar[str] = "party_size: {type: integer, min: 1, max: 12}"

    type: Literal["integer"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Every whole number in the sentence, the last one first."""
        found = [
            Found(int(numeral.value), numeral.start, numeral.end, 0.95 if asked else 0.8)
            for numeral in reversed(joined(words, _without_pronoun(words, list(numerals(words.tokens)))))
            if float(numeral.value).is_integer()
        ]
        if found or not asked:
            return found
        return [Found(COUNTS[token], at, at + 1, 0.85) for at, token in enumerate(words.tokens) if token in COUNTS]

    def problem(self, value: Value) -> str | None:
        """No whole number, or outside the limits."""
        if isinstance(value, float) and not value.is_integer():
            return "I need a whole number."
        return super().problem(value)


def _without_pronoun(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "the first one", "that one": `one` is no number there."""
    pronoun_before = {"the", "that", "this", "which", "any", "another", "first", "second", "last", "good", "no"}
    return [
        numeral
        for numeral in found
        if not (
            words.tokens[numeral.start] == "one" and numeral.start and words.tokens[numeral.start - 1] in pronoun_before
        )
    ]
