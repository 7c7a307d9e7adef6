"""What callers take back within a sentence ("fifty no sixty", "sixty, not fifty") and what they leave open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table
from flows.values.words import FILLERS, Found, Words, find_phrase


@dataclass(frozen=True)
class CorrectionWords:
    """All tables of a language."""

    corrections: tuple[Phrase, ...]
    connectors: frozenset[str]
    correcting: frozenset[str]
    nouns: frozenset[str]
    """May be said once for both: "four people or five"."""
    hops: frozenset[str]
    """May stand between "not" and what it takes back."""
    negations: frozenset[str]
    no_negations: frozenset[Phrase]
    takes_back: frozenset[Phrase]
    changes: frozenset[str]
    bounds: tuple[Phrase, ...]
    """Before a value they make it a limit and not the value itself."""
    bounds_behind: tuple[Phrase, ...]
    open_ends: frozenset[str]

    @cached_property
    def joints(self) -> frozenset[str]:
        """What ties a value to the one before it."""
        said = (word for phrase in self.corrections for word in phrase)
        return FILLERS.union(self.connectors, self.correcting, self.hops, self.negations, said)


@cache
def correction_words(language: str = DEFAULT_LANGUAGE) -> CorrectionWords:
    """The tables, read once."""
    return word_table(CorrectionWords, "correction_words", language)


CORRECTIONS = correction_words().corrections
"""Between two values they say that the second one counts."""
MAX_GAP = 10
"""Tokens between a value and its correction; more is another thought."""


def standing(words: Words, found: Sequence[Found]) -> list[Found]:
    """The values that were not taken back, from the left; each spans what it corrects or stands against too."""
    stands = [not _negated(words, item) for item in found]
    for at in range(1, len(found)):
        if stands[at] and _corrects(words, found[at - 1], found[at]):
            stands[:at] = [False] * at
    spans = _tied_spans(words, found)
    return [replace(found[at], start=spans[at][0], end=spans[at][1]) for at in range(len(found)) if stands[at]]


def settled(words: Words, found: Sequence[Found], fits: Callable[[Found], bool]) -> list[Found]:
    """The value that counts first: the last one that fits. Others that fit as well make it doubtful."""
    fitting = [item for item in found if fits(item)]
    if not fitting:
        return list(reversed(found))
    best = fitting[-1]
    others = {item.value for item in fitting} != {best.value}
    doubt = best.doubtful or others or _is_bound(words, best) or _taken_back(words, best)
    return [replace(best, doubtful=doubt), *(item for item in reversed(found) if item is not best)]


def surest(found: Sequence[Found]) -> list[Found]:
    """Those of the highest confidence, and what stands against them: "four people or five"."""
    best = max((item.confidence for item in found), default=0)
    named = [item for item in found if item.confidence == best]
    return [item for item in found if any(item.start < other.end and other.start < item.end for other in named)]


def is_corrected(words: Words, start: int, end: int) -> bool:
    """Whether the tokens between two values say that the second counts."""
    gap = words.tokens[start:end]
    return 0 < len(gap) <= MAX_GAP and any(
        find_phrase(gap, phrase) for phrase in correction_words(words.setting.language).corrections
    )


def _corrects(words: Words, before: Found, item: Found) -> bool:
    if is_corrected(words, before.end, item.start):
        return True
    # "Change it from fifty to sixty"
    moved = words.tokens[before.end : item.start] == ("to",) and words.token(before.start - 1) == "from"
    return moved and bool(correction_words(words.setting.language).changes & set(words.tokens[: before.start]))


def _negated(words: Words, item: Found) -> bool:
    known, at = correction_words(words.setting.language), item.start - 1
    while at >= 0 and (words.tokens[at] in FILLERS or words.tokens[at] in known.hops):
        at -= 1
    if at < 0:
        return False
    two = words.tokens[max(0, at - 1) : at + 1]
    if words.tokens[at] in known.negations:
        return two not in known.no_negations
    return two in known.takes_back


def _tied_spans(words: Words, found: Sequence[Found]) -> list[tuple[int, int]]:
    """For each value the span of all that it is tied to, so that none of them is taken for another slot."""
    spans: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or not _tied(words, found[at - 1], found[at]):
            spans += [(found[first].start, found[at - 1].end)] * (at - first)
            first = at
    return spans


def _tied(words: Words, before: Found, item: Found) -> bool:
    known, gap = correction_words(words.setting.language), set(words.tokens[before.end : item.start])
    joints = gap - known.nouns
    return not gap or (bool(joints) and joints <= known.joints)


def _is_bound(words: Words, item: Found) -> bool:
    known = correction_words(words.setting.language)
    before = words.tokens[: item.start]
    behind = words.tokens[item.end :]
    return any(before[-len(phrase) :] == phrase for phrase in known.bounds) or any(
        behind[: len(phrase)] == phrase for phrase in known.bounds_behind
    )


def _taken_back(words: Words, item: Found) -> bool:
    """ "Fifty, no wait": nothing else is named yet."""
    rest = [token for token in words.tokens[item.end :] if token not in FILLERS]
    known = correction_words(words.setting.language)
    return 0 < len(rest) <= 3 and known.open_ends.issuperset(rest) and rest[0] != "on"
