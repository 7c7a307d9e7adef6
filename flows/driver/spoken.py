"""Spoken tests: each sentence of the caller is said aloud and heard back before the bot gets it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.engine.expectation import Expectation
from flows.values.numerals import numerals, plain_number
from flows.values.words import Words

HearBack = Callable[[str, Sequence[str]], Awaitable[str]]
"""Says a sentence in a voice, and gives back what the recogniser heard, with the words that are likely now.
Empty when nothing was heard."""


@dataclass(frozen=True)
class Hearing:
    """One sentence, as it was said and as it was heard."""

    turn: int
    said: str
    heard: str

    @property
    def differs(self) -> bool:
        """Whether other words were heard; capitals, marks, and figures for words do not count."""
        return _words(self.said) != _words(self.heard)

    @property
    def errors(self) -> int:
        """Words that are wrong, missing or too many."""
        return _distance(_words(self.said), _words(self.heard))

    @property
    def words(self) -> int:
        """How many words were said."""
        return len(_words(self.said))

    def as_json(self) -> dict[str, Any]:
        """An entry of `heard` in `bot test --spoken --json`."""
        return {"turn": self.turn, "said": self.said, "heard": self.heard}


async def heard_as(hear_back: HearBack, turn: int, text: str, expectation: Expectation) -> Hearing:
    """Say a sentence and hear it, with the recogniser expecting what the bot expects."""
    return Hearing(turn, text, await hear_back(text, expectation.hints))


def word_error(heard: Iterable[Hearing]) -> float:
    """Wrong, missing and added words for each word that was said; 0 is perfect."""
    every = list(heard)
    said = sum(hearing.words for hearing in every)
    return round(sum(hearing.errors for hearing in every) / said, 3) if said else 0.0


def _words(text: str) -> list[str]:
    """The words of a sentence, numbers as figures: "fifty dollars" and "$50" are the same to the bot."""
    tokens = Words.of(text).tokens
    result: list[str] = []
    at = 0
    for numeral in numerals(tokens):
        result += [*tokens[at : numeral.start], str(plain_number(numeral.value))]
        result += ["dollars"] if numeral.currency == "$" else []
        at = numeral.end
    return [*result, *tokens[at:]]


def _distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's distance in words."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(said, start=1):
        before, row[0] = row[0], at
        for to, other in enumerate(heard, start=1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (word != other))
    return row[-1]
