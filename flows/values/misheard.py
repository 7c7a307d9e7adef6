"""Answers that a recogniser wrote down wrongly: "order to 8" is a quarter to eight, most likely.

An answer is read a second time with such words put right. What is found only then is doubtful: it is read back before
it counts. Nothing is put right in long answers, and nothing in sentences that are no answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, wraps
from itertools import islice
from typing import TypeVar, cast

from flows.values.language import language_data
from flows.values.rewritten import Edit, Rewritten, rewritten
from flows.values.slot_type import SlotType
from flows.values.spelling_words import Phrases
from flows.values.words import FILLERS, Found, Words

TABLE = "misheard"
MAX_WORDS = 14
"""A longer answer is a sentence that was heard well enough, and reading it again takes time."""
MAX_TRIES = 8
SURE = 0.6
PHRASES, WORDS, AMID = "phrases", "words", "amid"

Written = Callable[[Words], Iterable[Edit]]
Find = TypeVar("Find", bound=Callable[..., list[Found]])


@dataclass(frozen=True, slots=True)
class _Try:
    """An answer put right, and which of its own words were kept."""

    text: Rewritten
    lone: bool
    """Whether all of it may have been misheard."""
    plain: bool
    """Whether nothing was put right that is likely to be meant as it stands."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """What can be put right in the answers of a type."""

    kinds: Sequence[str]
    written: Written


def mending(*kinds: str, at_most: int = MAX_WORDS, written: Written = lambda _: ()) -> Callable[[Find], Find]:
    """For `SlotType.find`: an answer in which nothing fits, or not all of which is read, is read again, put right.

    `kinds` names the lists of the data that are tried, in turn; answers of more words than `at_most` stay as they are.
    `written` tells what else can be put right in a sentence, by the way in which it is written.
    """

    lists = _Lists(kinds, written)

    def around(find: Find) -> Find:
        @wraps(find)
        def found_or_mended(slot: SlotType, words: Words, *, asked: bool) -> list[Found]:
            found = find(slot, words, asked=asked)
            if not asked or not 0 < len(words) <= at_most:
                return found
            mended = _mended(slot, lambda other: find(slot, other, asked=True), words, found, lists)
            return found if mended is None else [mended, *found]

        return cast("Find", found_or_mended)

    return around


def _mended(
    slot: SlotType, find: Callable[[Words], list[Found]], words: Words, found: Sequence[Found], lists: _Lists
) -> Found | None:
    """The value of the answer put right, where it explains more of the answer than what was found in it."""
    best = next((item for item in found if slot.problem_at(item.value, words.setting) is None), None)
    rest = len(words) if best is None else _left(words, best.start, best.end)
    read = rest == 0 or (best is not None and best.doubtful)
    for attempt in islice(_tries(words, lists, phrases_only=read), MAX_TRIES):
        item = next(iter(find(attempt.text.words)), None)
        if item is None or slot.problem_at(item.value, words.setting) is not None:
            continue
        start, end = attempt.text.original(item.start, item.end)
        if best is not None and item.value == best.value:
            continue
        heard = _heard_in(attempt.text, item.start, item.end)
        left = _left(attempt.text.words, item.start, item.end, alone=not heard)
        more = left < rest or (best is not None and attempt.plain and left == rest)
        if more and (heard or attempt.lone) and (left == 0 or (best is not None and attempt.plain)):
            return replace(
                item, start=start, end=end, confidence=min(item.confidence, SURE), doubtful=True, mended=True
            )
    return None


def _heard_in(text: Rewritten, start: int, end: int) -> bool:
    """Whether a word of the value was heard as it stands, and is more than one that is usual around values."""
    around = _listed(text.words.setting.language, "around")
    return any(not text.fresh[at] and text.words.tokens[at] not in around for at in range(start, end))


def _left(words: Words, start: int, end: int, *, alone: bool = False) -> int:
    """How many words of an answer are neither part of a value nor usual around one, or one that was put right whole."""
    usual = _listed(words.setting.language, "around_alone" if alone else "around")
    return sum(token not in usual for token in (*words.tokens[:start], *words.tokens[end:]))


def _tries(words: Words, lists: _Lists, *, phrases_only: bool) -> Iterator[_Try]:
    """The answer put right: as little as possible first."""
    seen: set[tuple[str, ...]] = {words.tokens}
    for names in ((PHRASES,), (PHRASES, WORDS), (PHRASES, WORDS, AMID))[: 1 if phrases_only else 3]:
        edits = _edits(words, lists, names)
        for some in [edits, *([edit] for edit in edits if 2 <= len(edits) <= MAX_TRIES)]:
            text = rewritten(words, some)
            if text is not None and text.words.tokens not in seen:
                seen.add(text.words.tokens)
                yield _Try(text, lone=AMID not in names, plain=WORDS not in names)


def _edits(words: Words, lists: _Lists, names: Sequence[str]) -> list[Edit]:
    """What to put right, from the left, the longest first; what the lists name first wins."""
    language = words.setting.language
    tables = [table for name in names for kind in lists.kinds if (table := _table(language, kind, name))]
    written = {edit.start: edit for edit in lists.written(words)}
    edits: list[Edit] = []
    at = 0
    while at < len(words):
        ways = [(end, said) for table in tables for said, end in islice(table.at(words.tokens, at), 1)]
        if at in written:
            ways = [(written[at].end, written[at].text)]
        end, said = max(ways, key=lambda way: way[0], default=(at + 1, ""))
        if said:
            edits.append(Edit(at, end, said))
        at = end
    return edits


@cache
def _table(language: str, kind: str, name: str) -> Phrases[str] | None:
    listed = language_data(TABLE, language)[kind].get(name, {})
    return Phrases((heard, said) for said, phrases in listed.items() for heard in phrases) if listed else None


@cache
def _listed(language: str, name: str) -> frozenset[str]:
    return FILLERS | frozenset(language_data(TABLE, language)[name])
