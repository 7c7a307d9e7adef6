"""What hours, minutes and written times a sentence holds at a token: the readers of the clock's phrases."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from flows.values.calendar_readers import small_numbers
from flows.values.language import language_data
from flows.values.patterns import Reader, Rule, named, rules_of
from flows.values.words import Words

TABLE = "clock_words"
HOURS, MINUTES = 24, 60
_COLON = re.compile(r"(\d{1,2}):(\d{2})\Z", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})\Z", re.ASCII)
_LONG_ROW = re.compile(r"(\d{2})(00)\Z", re.ASCII)
_ROW = re.compile(r"(\d{1,2})(\d{2})\Z", re.ASCII)

Told = tuple[int, int, bool]
"""Hour, minute, and whether it was written with a leading zero, as people do who count to 24."""


@cache
def clock_rules(language: str) -> tuple[Rule, ...]:
    """The phrases of a language."""
    return rules_of(language_data(TABLE, language)["rules"])


@cache
def phrases(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    """A list of words of the language, as tokens."""
    return tuple(Words.of(text).tokens for text in language_data(TABLE, language)[name])


@cache
def lead_words(language: str) -> Mapping[tuple[str, ...], str]:
    """What stands before a time, and what it makes of it."""
    leads = language_data(TABLE, language)["leads"]
    return {Words.of(text).tokens: kind for kind, texts in leads.items() for text in texts}


@cache
def clock_readers(language: str) -> Mapping[str, Reader]:
    """The readers of a language's clock phrases."""
    data = language_data(TABLE, language)
    zeros, ish = frozenset(data["zeros"]), data["ish"][0]

    def hour(words: Words, at: int) -> Iterator[tuple[int, Told]]:
        token = words.tokens[at]
        for end, value in small_numbers(_without_ending(words, at, ish), at):
            if value <= HOURS:
                yield end, (value, 0, token[0] == "0")
            break  # "twenty five" is not twenty

    def minute(words: Words, at: int) -> Iterator[tuple[int, int]]:
        if words.pauses_before(at):
            return
        token = words.tokens[at]
        if token in zeros and at + 1 < len(words):
            yield from ((end, value) for end, value in small_numbers(words, at + 1) if 1 <= value <= 9)
        if token[0] == "0" and len(token) == 2 and token.isdecimal():
            yield at + 1, int(token)
        yield from ((end, value) for end, value in small_numbers(words, at) if 10 <= value < MINUTES)

    def any_minute(words: Words, at: int) -> Iterator[tuple[int, int]]:
        yield from ((end, value) for end, value in small_numbers(words, at) if 1 <= value < MINUTES)

    def round_minute(words: Words, at: int) -> Iterator[tuple[int, int]]:
        yield from ((end, value) for end, value in any_minute(words, at) if value in data["round_minutes"])

    return {
        "hour": hour,
        "minute": minute,
        "any_minute": any_minute,
        "round_minute": round_minute,
        "colon": _written(_COLON),
        "dotted": _written(_DOTTED),
        "row": _written(_ROW),
        "long_row": _written(_LONG_ROW),
        "half": named(data["halves"]),
        "part": named({part: entry["words"] for part, entry in data["parts"].items()}),
    }


def _written(pattern: re.Pattern[str]) -> Reader:
    def read(words: Words, at: int) -> Iterator[tuple[int, Told]]:
        if (found := pattern.match(words.tokens[at])) is not None:
            hour, minute = int(found[1]), int(found[2])
            if minute < MINUTES and (hour < HOURS or (hour == HOURS and minute == 0)):
                yield at + 1, (hour, minute, found[1][0] == "0")

    return read


def _without_ending(words: Words, at: int, ending: str) -> Words:
    """ "Eightish" as eight."""
    token = words.tokens[at]
    bare = token.removesuffix(ending)
    if bare == token or not bare:
        return words
    return Words(words.text, (*words.tokens[:at], bare, *words.tokens[at + 1 :]), words.spans, words.setting)
