"""The words with which callers say numbers, read from `number_words.en.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table


@dataclass(frozen=True)
class NumberWords:
    """All tables of a language."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    too_large: frozenset[str]
    """Scales of numbers that are too large to hold."""
    large_joints: frozenset[str]
    alone: frozenset[str]
    ordinals: Mapping[str, int]
    ordinal_endings: tuple[str, ...]
    articles: frozenset[str]
    zeros: frozenset[str]
    zero_amounts: frozenset[str]
    points: frozenset[str]
    parts: Mapping[str, int]
    plural_parts: frozenset[str]
    bare_parts: frozenset[str]
    no_part: frozenset[str]
    times: frozenset[str]
    vague: frozenset[str]
    minus: frozenset[str]
    below_zero: Phrase
    glued_units: frozenset[str]
    pronoun_before: frozenset[str]
    pronoun_articles: frozenset[str]
    pronoun_behind: frozenset[str]
    hundred_gaps: frozenset[str]
    nothings: Mapping[str, int]
    pairs: Mapping[str, int]
    misheard: Mapping[str, int]
    around: frozenset[str]


@cache
def number_words(language: str = DEFAULT_LANGUAGE) -> NumberWords:
    """The tables, read once."""
    return word_table(NumberWords, "number_words", language)
