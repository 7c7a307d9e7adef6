"""Phrases as data: `[on] [the] {ordinal} (of|in) {month}` against the words of a sentence.

Brackets hold what may be left out, round ones what may stand instead of each other, braces the name of a reader. The
phrases of a language stand in YAML files next to the code; readers, which know what a number or a month is, are code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.values.language import language_data as language_data
from flows.values.words import Words

Reader = Callable[[Words, int], Iterable[tuple[int, Any]]]
"""Every value that begins at a token, as (end, value)."""
_PIECE = re.compile(r"[\[\](){}|]|[^\s\[\](){}|]+")


@dataclass(frozen=True, slots=True)
class Word:
    """This word."""

    word: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What a reader reads."""

    reader: str


@dataclass(frozen=True, slots=True)
class Either:
    """One of several rows."""

    rows: "tuple[Row, ...]"


Row = tuple[Word | Slot | Either, ...]


@dataclass(frozen=True)
class Rule:
    """A phrase, and what the data says that it means."""

    row: Row
    kind: str
    meaning: Mapping[str, Any]
    words: frozenset[str]
    """The words with which it may begin."""
    readers: frozenset[str]
    """The readers with which it may begin."""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the tokens `start` up to `end`, with what its readers read."""

    rule: Rule
    start: int
    end: int
    read: Mapping[str, Any]


def rules_of(listed: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[Rule, ...]:
    """The rules of a table: kind to phrases, each `{say: PHRASE, …}`."""
    made = []
    for kind, entries in listed.items():
        for entry in entries:
            row = parse_phrase(entry["say"])
            first_words, first_readers, _ = _openers(row)
            made.append(Rule(row, kind, entry, frozenset(first_words), frozenset(first_readers)))
    return tuple(made)


class Sentence:
    """A sentence against rules; what a reader reads at a token is worked out once."""

    def __init__(self, words: Words, readers: Mapping[str, Reader]) -> None:
        self.words = words
        self._readers = readers
        self._known: dict[tuple[str, int], list[tuple[int, Any]]] = {}

    def longest(self, rules: Iterable[Rule], at: int) -> Match | None:
        """The rule that takes most tokens from `at`; the first of those alike."""
        return max(self.matches(rules, at), key=lambda match: match.end, default=None)

    def matches(self, rules: Iterable[Rule], at: int) -> Iterator[Match]:
        """Every way in which a rule fits from `at`."""
        word = self.words.tokens[at]
        for rule in rules:
            if word in rule.words or any(self._read(reader, at) for reader in rule.readers):
                yield from (Match(rule, at, end, read) for end, read in self._match(rule.row, at) if end > at)

    def _read(self, reader: str, at: int) -> list[tuple[int, Any]]:
        if at >= len(self.words.tokens):
            return []
        if (known := self._known.get((reader, at))) is None:
            known = self._known[reader, at] = list(self._readers[reader](self.words, at))
        return known

    def _match(self, row: Row, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
        if not row:
            yield at, {}
            return
        rest = row[1:]
        match row[0]:
            case Word(word):
                if at < len(self.words.tokens) and self.words.tokens[at] == word:
                    yield from self._match(rest, at + 1)
            case Slot(reader):
                for end, value in self._read(reader, at):
                    for stop, more in self._match(rest, end):
                        yield stop, {reader: value, **more}
            case Either(rows):
                for option in rows:
                    yield from self._match((*option, *rest), at)


def named(words_of: Mapping[Any, Iterable[str]]) -> Reader:
    """A reader of a closed list: value to the words for it."""
    phrases = {Words.of(text).tokens: value for value, texts in words_of.items() for text in texts}
    sizes = sorted({len(phrase) for phrase in phrases}, reverse=True)

    def read(words: Words, at: int) -> Iterator[tuple[int, Any]]:
        for size in sizes:
            if at + size <= len(words) and (phrase := words.tokens[at : at + size]) in phrases:
                yield at + size, phrases[phrase]

    return read


def parse_phrase(text: str) -> Row:
    """A phrase as it is matched. Raises ValueError for brackets that do not close."""
    pieces = _PIECE.findall(text)
    rows, at = _parse(pieces, 0)
    if at != len(pieces):
        raise ValueError(f"{text!r} closes a bracket too many")
    return rows[0] if len(rows) == 1 else (Either(rows),)


def _parse(pieces: list[str], at: int) -> tuple[tuple[Row, ...], int]:
    rows: list[list[Word | Slot | Either]] = [[]]
    closing = {"(": ")", "[": "]", "{": "}"}
    while at < len(pieces) and pieces[at] not in closing.values():
        piece = pieces[at]
        at += 1
        if piece == "|":
            rows.append([])
        elif piece in closing:
            inner, at = _parse(pieces, at)
            if at >= len(pieces) or pieces[at] != closing[piece]:
                raise ValueError(f"the bracket before {pieces[at - 1]!r} does not close")
            at += 1
            if piece == "{":
                rows[-1].append(Slot("_".join(word.word for word in inner[0] if isinstance(word, Word))))
            else:
                rows[-1].append(Either((*inner, ()) if piece == "[" else inner))
        else:
            rows[-1].append(Word(piece))
    return tuple(tuple(row) for row in rows), at


def _openers(row: Row) -> tuple[set[str], set[str], bool]:
    """The words and the readers with which a row may begin, and whether it may be empty."""
    words: set[str] = set()
    readers: set[str] = set()
    for item in row:
        match item:
            case Word(word):
                return words | {word}, readers, False
            case Slot(reader):
                return words, readers | {reader}, False
            case Either(rows):
                options = [_openers(option) for option in rows]
                words = words.union(*(option[0] for option in options))
                readers = readers.union(*(option[1] for option in options))
                if not any(option[2] for option in options):
                    return words, readers, False
    return words, readers, True
