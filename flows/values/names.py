"""Words as parts of a name: which can be one, how it is written, and names that are spelled out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from flows.values.head_counts import head_count_words
from flows.values.language import language_data
from flows.values.words import Words

TABLE = "name_words"
"""The file with the words, by language."""
Phrases = tuple[tuple[str, ...], ...]
MIN_LETTERS = 3
"""So many single letters in a row are a word that is spelled out; fewer may be initials."""
SAME_NAME_SCORE = 50
"""rapidfuzz ratio (0-100) from which a spelling corrects the word before it: "jon, john" 86, "john, smith" 22."""
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of the sentence, or letters that spell one."""

    word: str
    """In small letters."""
    start: int
    end: int
    spelled: bool = False


@dataclass(frozen=True)
class NameWords:
    """The words of a language that stand around names, and those that are none."""

    introductions: Phrases
    weak_introductions: Phrases
    carriers: Phrases
    lead_ins: Phrases
    tails: Phrases
    ends: frozenset[str]
    titles: frozenset[str]
    relations: frozenset[str]
    particles: frozenset[str]
    also_names: frozenset[str]
    short_names: frozenset[str]
    never: frozenset[str]
    things: frozenset[str]
    thing_endings: tuple[str, ...]
    labels: frozenset[str]
    """Words that stand before a name as on a form."""
    before_no_label: frozenset[str]
    """Behind these they are a word of a sentence: "the name", "what name"."""
    seeking: frozenset[str]
    """Before "for" they say what somebody looks or waits for."""
    speaking: frozenset[str]
    """Behind "this is Joe" they say that it is a name."""
    contracted: tuple[str, ...]
    """Endings of words that are no names."""
    contracted_with_s: frozenset[str]
    """Words to which a "'s" is "is"."""
    after_not: frozenset[str]
    """What stands behind "not John" belongs to the name again: "not John but Joe"."""
    family: frozenset[str]

    def can_be(self, unit: Unit) -> bool:
        """Whether a word can be a part of a name at all."""
        word = unit.word.removesuffix("'s")
        if unit.spelled:
            return True
        if not word.replace("'", "").isalpha() or word in self.never or unit.word in self.never:
            return False
        return not unit.word.endswith(self.contracted) and not (word != unit.word and word in self.contracted_with_s)

    def surely_is(self, unit: Unit) -> bool:
        """Whether a word that can be a name is no word of other sentences either."""
        ordinary = unit.word in self.also_names or unit.word in self.things
        return not ordinary and not unit.word.endswith(self.thing_endings) and len(unit.word) > 1


@cache
def name_words(language: str) -> NameWords:
    """The table of a language."""
    data = language_data(TABLE, language)

    def phrases(name: str) -> Phrases:
        found = {tuple(phrase.split()) for phrase in _flat(data[name])}
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))

    def words(name: str) -> frozenset[str]:
        return frozenset(_flat(data[name]))

    never = words("never") | set(_forms(data["verbs"])) - words("names_like_verbs") - words("also_names")
    return NameWords(
        phrases("introductions"), phrases("weak_introductions"), phrases("carriers"), phrases("lead_ins"),
        phrases("tails"), words("name_ends"), words("titles"), words("relations"), words("particles"),
        words("also_names"), words("short_names"), never, words("things"), tuple(data["thing_endings"]),
        words("labels"), words("before_no_label"), words("seeking"), words("speaking"),
        tuple(data["contracted"]), words("contracted_with_s"), words("after_not"), head_count_words(language).family,
    )  # fmt: skip


def _flat(listed: Iterable[Any]) -> Iterable[str]:
    for entry in listed:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def _forms(verbs: Iterable[str]) -> Iterable[str]:
    """ "Make" gives makes, maked, making; a form that nobody says does no harm."""
    for verb in verbs:
        stem = verb.removesuffix("e")
        yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}ing")
        yield from (f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed")
        if verb.endswith("y"):
            yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")


def units(words: Words) -> list[Unit]:
    """A sentence with spelled words put together: "Joe, J-O-E", "m i double l e r"."""
    found: list[Unit] = []
    at = 0
    while at < len(words):
        letters, end, count = "", at, 0
        while (letter := _letter(words, end)) is not None:
            letters, end, count = letters + letter[0], letter[1], count + 1
        said_before = bool(found) and count > 1 and letters == found[-1].word
        if count >= MIN_LETTERS or said_before or (count > 1 and (at, end) == (0, len(words))):
            found.append(Unit(letters, at, end, True))
            at = end
        else:
            found.append(Unit(words.tokens[at], at, at + 1))
            at += 1
    return found


def _letter(words: Words, at: int) -> tuple[str, int] | None:
    """ "J", "double l", "j as in john"."""
    word = words.token(at)
    if word == "double" and len(words.token(at + 1)) == 1 and words.token(at + 1).isalpha():
        return words.token(at + 1) * 2, at + 2
    if len(word) != 1 or not word.isalpha():
        return None
    example = at + 3 if words.tokens[at + 1 : at + 3] == ("as", "in") else at + 2 if words.token(at + 1) == "for" else 0
    if example and words.token(example)[:1] == word:
        return word, example + 1
    return word, at + 1


def written(words: Words, name: Sequence[Unit], known: NameWords) -> str:
    """A name as it is written: `Anne-Marie O'Brien`, `Jan van der Berg`; a spelling corrects the word before it."""
    parts: list[tuple[str, Unit]] = []
    for unit in name:
        if unit.spelled and parts:
            said = "".join(part for part, _ in parts).lower().replace(" ", "")
            if said == unit.word:
                continue
            if parts[-1][1].spelled is False and fuzz.ratio(parts[-1][0].lower(), unit.word) >= SAME_NAME_SCORE:
                parts[-1] = (unit.word.title(), unit)
                continue
        parts.append((_cased(words, unit, known, first=not parts, last=unit is name[-1]), unit))
    text = ""
    for at, (part, unit) in enumerate(parts):
        hyphen = at and parts[at - 1][1].end == unit.start and words.between(unit.start, unit.start).strip() == "-"
        text += (("-" if hyphen else " ") if at and not text.endswith("O'") else "") + part
    return text


def _cased(words: Words, unit: Unit, known: NameWords, *, first: bool, last: bool) -> str:
    word = unit.word.removesuffix("'s")
    initials = len(word) <= len("bj") and word not in known.titles
    if (unit.spelled or initials) and word.isascii() and not _VOWELS & set(word):
        return word.upper()
    if unit.spelled:
        return word.capitalize()
    original = words.original(unit.start, unit.end).replace("’", "'")[: len(word)]
    if original[1:] != original[1:].lower() and not original.isupper():
        return original[:1].upper() + original[1:]  # "DeShawn", "McDonald" as somebody wrote it
    if word == "o" and not last:
        return "O'"  # "o brien"
    if (word in known.particles and not first and not last) or word == "and":
        return word
    if word.startswith("mc") and len(word) > len("mcx"):
        return "Mc" + word[2:].capitalize()
    head, mark, tail = word.partition("'")
    return f"{head.capitalize()}'{tail.capitalize() if len(head) <= 2 else tail}" if mark else word.capitalize()
