"""Yes or no."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.language import language_data
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words

TABLE = "yes_no_words"
"""The file with the phrases, by language."""
Meaning = bool | None
"""Yes, no, or a phrase that is neither: "I'm not sure"."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class YesNo(SlotType):
    """A boolean: "go ahead" is true, "I'd rather not" is false; "I'm not sure" and "yes, but…" are neither."""

    example: ClassVar[str] = "confirm_block: {type: yes_no}"
    condition_type: ClassVar[str] = "bool"

    type: Literal["yes_no"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Yes or no, only as an answer to its question."""
        found = yes_or_no(words) if asked else None
        return [found] if found is not None else []

    def problem(self, value: Value) -> str | None:
        """Not a boolean."""
        return None if isinstance(value, bool) else "I need a yes or a no."

    def say(self, value: Value) -> str:
        """`yes` or `no`."""
        return "yes" if value else "no"

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """Booleans as they are; words as spoken."""
        return raw if isinstance(raw, bool) else super().read(raw, setting)


@plain_dataclass(frozen=True)
class _Tables:
    phrases: dict[tuple[str, ...], Meaning]
    longest: int
    alone: frozenset[tuple[str, ...]]
    """Phrases that count only where nothing else is said."""
    doubts: frozenset[str]
    openers: frozenset[str]
    polite: frozenset[str]
    nothing: frozenset[tuple[str, ...]]
    """Phrases that are neither yes nor no nor a doubt, and whose words are part of no other phrase."""
    explanations: frozenset[tuple[str, ...]]
    """Phrases with which an explanation begins behind a yes."""
    subjects: frozenset[str]
    """Of whom an explanation may tell."""
    taken_back: frozenset[str]
    """Words in an explanation that make it none: "yes I'm scared but …"."""


@cache
def _tables(language: str) -> _Tables:
    data = language_data(TABLE, language)
    phrases: dict[tuple[str, ...], Meaning] = {}
    alone = set()
    for name, meaning in (("yes", True), ("yes_alone", True), ("no", False), ("no_alone", False), ("neither", None)):
        listed = {tuple(phrase.split()) for phrase in _flat(data[name])}
        listed |= {other for phrase in listed for other in _written_otherwise(phrase, data["short_forms"])}
        phrases |= {phrase: meaning for phrase in listed if phrase not in phrases}
        alone |= listed if name.endswith("_alone") else set()
    rows = {name: frozenset(tuple(row.split()) for row in _flat(data[name])) for name in ("nothing", "explanations")}

    def words(name: str) -> frozenset[str]:
        return frozenset(data[name])

    return _Tables(
        phrases, max(map(len, phrases)), frozenset(alone), words("doubts"), words("question_openers"),
        words("polite"), rows["nothing"], rows["explanations"], words("subjects"), words("taken_back"),
    )  # fmt: skip


def _written_otherwise(phrase: tuple[str, ...], short_forms: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    """ "I will take it" for "I'll take it", and the other way round."""
    text = f" {' '.join(phrase)} "
    for short, long in short_forms.items():
        for one, other in ((short, long), (long, short)):
            if f" {one} " in text:
                yield tuple(text.replace(f" {one} ", f" {other} ").split())


def _flat(listed: Iterable[str | list[str]]) -> Iterable[str]:
    for entry in listed:
        yield from [entry] if isinstance(entry, str) else entry


def yes_or_no(words: Words) -> Found | None:
    """A plain yes or no; None for everything that is both, a question, or a yes with a "but".

    Consent makes tools act, so whatever is doubtful is no consent: the bot asks again.
    """
    tables = _tables(words.setting.language)
    words = without_explanation(words)
    found = _meanings(words, tables)
    said = [(item, meaning) for item, meaning in found if meaning is not None]
    if not said:
        return None
    first, meaning = said[0]
    if len({value for _, value in found}) > 1:  # "no, that's fine" is a no; "yeah, no" and "yes, I'm not sure" nothing
        return None if meaning or found[0][1] is None else Found(False, first.start, first.end, 0.6)
    covered = {at for item, _ in found for at in range(item.start, item.end)}
    rest = [token for at, token in enumerate(words.tokens) if at not in covered and token not in FILLERS]
    if meaning and (_is_doubtful(rest, tables) or (rest and _opens_question(words, first, rest[0], tables))):
        return None
    before = [token for token in words.tokens[: first.start] if token not in FILLERS]
    sure = 0.7 if before else 0.95 if rest else 1.0
    return Found(bool(meaning), first.start, first.end, sure)


def without_explanation(words: Words) -> Words:
    """ "Yes please, I'm so scared they'll use it": the yes at the beginning without why it is one."""
    tables = _tables(words.setting.language)
    begin = next((at for at, token in enumerate(words.tokens) if token not in FILLERS), len(words))
    at = begin
    while (size := _yes_at(words.tokens, at, tables)) > 0:
        at += size
    behind = range(at, len(words)) if at > begin else ()
    start = next((at for at in behind if _explains(words.tokens, at, tables)), None)
    if start is None or _takes_back(words.tokens[start:], tables):
        return words
    return replace(words, tokens=words.tokens[:start], spans=words.spans[:start])


def _yes_at(tokens: tuple[str, ...], at: int, tables: _Tables) -> int:
    sizes = range(min(tables.longest, len(tokens) - at), 0, -1)
    size = next((size for size in sizes if tokens[at : at + size] in tables.phrases), 0)
    phrase = tokens[at : at + size]
    return size if size and tables.phrases[phrase] is True and phrase not in tables.alone else 0


def _takes_back(tokens: tuple[str, ...], tables: _Tables) -> bool:
    """ "But", "wait", or a "don't" that is none of "I don't know what to do"."""
    refuses = any(token == "don't" and before not in tables.subjects for before, token in pairwise(("", *tokens)))
    return refuses or bool(tables.taken_back & set(tokens))


def _explains(tokens: tuple[str, ...], at: int, tables: _Tables) -> bool:
    return any(tokens[at : at + len(phrase)] == phrase for phrase in tables.explanations)


def _is_doubtful(rest: list[str], tables: _Tables) -> bool:
    return any(token in tables.doubts or token.endswith("n't") for token in rest)


def _meanings(words: Words, tables: _Tables) -> list[tuple[Found, Meaning]]:
    """Every phrase from the left, the longest first, without overlap."""
    found: list[tuple[Found, Meaning]] = []
    at = 0
    while at < len(words):
        sizes = range(min(tables.longest, len(words) - at), 0, -1)
        known = (
            size
            for size in sizes
            if words.tokens[at : at + size] in tables.phrases or words.tokens[at : at + size] in tables.nothing
        )
        size = next(known, 0)
        phrase = words.tokens[at : at + size]
        if size and phrase not in tables.nothing and _counts(words, phrase, at, tables):
            found.append((Found(True, at, at + size), tables.phrases[phrase]))
        at += max(1, size)
    return found


def _counts(words: Words, phrase: tuple[str, ...], at: int, tables: _Tables) -> bool:
    if phrase == ("please",):
        return len(words) > 1
    if phrase not in tables.alone:
        return True
    around = (*words.tokens[:at], *words.tokens[at + len(phrase) :])
    known = tables.polite | FILLERS | {word for entry in tables.phrases for word in entry if len(entry) == 1}
    return all(token in known for token in around)


def _opens_question(words: Words, first: Found, word: str, tables: _Tables) -> bool:
    """ "Are you sure", "is that right": the caller asks back."""
    opening = next((token for token in words.tokens if token not in FILLERS), "")
    return first.start > 0 and word == opening and opening in tables.openers
