"""The words with which callers spell, read from `spelling.en.yaml`, in tables that are quick to look up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.words import Words

Payload = TypeVar("Payload")


class Phrases(Generic[Payload]):
    """Phrases by their first word, each with what it stands for."""

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        for phrase, payload in entries:
            tokens = Words.of(phrase).tokens
            self._by_first.setdefault(tokens[0], []).append((tokens, payload))
        for entry in self._by_first.values():
            entry.sort(key=lambda pair: -len(pair[0]))

    def at(self, tokens: tuple[str, ...], at: int) -> Iterator[tuple[Payload, int]]:
        """What begins at a token, the longest first, each with the token behind it."""
        if 0 <= at < len(tokens):
            for phrase, payload in self._by_first.get(tokens[at], ()):
                if tokens[at : at + len(phrase)] == phrase:
                    yield payload, at + len(phrase)

    def end(self, tokens: tuple[str, ...], at: int) -> int | None:
        """The token behind the longest phrase that begins at a token; None when there is none."""
        return next((end for _, end in self.at(tokens, at)), None)

    def covered(self, tokens: tuple[str, ...]) -> set[int]:
        """The tokens that are part of one of the phrases."""
        return {inside for at in range(len(tokens)) for inside in range(at, self.end(tokens, at) or at)}


@dataclass(frozen=True)
class SpellingWords:
    """All tables of a language."""

    names: Phrases[str]
    sounds: Phrases[str]
    alphabet: Phrases[str]
    links: Phrases[None]
    units: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    """How many zeros they append."""
    heard_digits: Mapping[str, int]
    oh: frozenset[str]
    repeats: Mapping[str, int]
    signs: Phrases[str]
    capital: Phrases[None]
    small: Phrases[None]
    letter: Phrases[None]
    silent: Phrases[None]
    asides: Phrases[None]
    around: Phrases[None]
    corrections: Phrases[None]

    def is_number(self, token: str) -> bool:
        """Whether a word is a part of a number."""
        return token in self.units or token in self.teens or token in self.tens or token in self.scales


@cache
def spelling_words() -> SpellingWords:
    """The tables, read once."""
    data = dict(language_data("spelling", DEFAULT_LANGUAGE))
    by_letter: dict[str, Any] = {
        name: Phrases(_turned(data.pop(name))) for name in ("names", "sounds", "alphabet", "signs")
    }
    lists: dict[str, Any] = {
        name: Phrases((phrase, None) for phrase in data.pop(name))
        for name in ("links", "capital", "small", "letter", "silent", "asides", "around", "corrections")
    }
    return SpellingWords(**by_letter, **lists, oh=frozenset(data.pop("oh")), **data)


def _turned(listed: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for meaning, phrases in listed.items():
        for phrase in phrases:
            yield phrase, meaning.upper()
