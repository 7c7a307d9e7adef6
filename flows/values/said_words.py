"""The words with which the bot says values back, read from `said_words.en.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.values.language import DEFAULT_LANGUAGE, word_table


@dataclass(frozen=True)
class SaidWords:
    """All tables of a language."""

    minus: str
    plus: str
    noon: str
    midnight: str
    am: str
    pm: str
    spans: Mapping[str, tuple[str, str]]
    """One and several of a unit of time."""
    counts: tuple[str, ...]
    """Small numbers, from none on."""
    signs: Mapping[str, str]
    email_signs: Mapping[str, str]


@cache
def said_words(language: str = DEFAULT_LANGUAGE) -> SaidWords:
    """The tables, read once."""
    return word_table(SaidWords, "said_words", language)
