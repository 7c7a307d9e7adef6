"""What callers take back within a sentence ("fifty no sixty", "sixty, not fifty") and what they leave open."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flows.values.words import FILLERS, Found, Words, find_phrase

CORRECTIONS = tuple(
    tuple(phrase.split())
    for phrase in (
        "no", "nope", "nah", "sorry", "i mean", "i meant", "wait", "actually", "rather", "make it", "make that",
        "scratch that", "strike that", "correction", "change that", "change it to", "my mistake", "my bad", "oops",
        "instead", "hold on", "hang on", "excuse me", "pardon", "let's say", "let's make it", "better",
    )
)  # fmt: skip
"""Between two values they say that the second one counts."""
_CONNECTORS = FILLERS | frozenset("or to and between from maybe perhaps possibly through - either".split())
_CORRECTING = frozenset(word for phrase in CORRECTIONS for word in phrase) | {"of", "than", "but"}
_NOUNS = frozenset("people persons guests of us dollars bucks pounds euros".split())
"""May be said once for both: "four people or five"."""
_HOPS = frozenset("the a an for at on under just it is it's to by from my".split())
"""May stand between "not" and what it takes back."""
_NEGATIONS = frozenset("not isn't wasn't ain't aren't".split())
_CHANGES = frozenset({"change", "changed", "move", "raise", "increase", "lower"})
_BOUNDS = tuple(
    tuple(phrase.split())
    for phrase in (
        "more than", "less than", "at least", "at most", "up to", "over", "under", "above", "below", "fewer than",
        "maximum", "minimum", "max", "min", "no more than", "between",
    )
)  # fmt: skip
"""Before a value they make it a limit and not the value itself."""
_BOUNDS_BEHIND = tuple(
    tuple(phrase.split())
    for phrase in (
        "or more", "or less", "or fewer", "plus", "at least", "at most", "maximum", "max", "minimum", "tops",
    )
)  # fmt: skip
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
    return 0 < len(gap) <= MAX_GAP and any(find_phrase(gap, phrase) for phrase in CORRECTIONS)


def _corrects(words: Words, before: Found, item: Found) -> bool:
    if is_corrected(words, before.end, item.start):
        return True
    # "Change it from fifty to sixty"
    moved = words.tokens[before.end : item.start] == ("to",) and words.token(before.start - 1) == "from"
    return moved and bool(_CHANGES & set(words.tokens[: before.start]))


def _negated(words: Words, item: Found) -> bool:
    at = item.start - 1
    while at >= 0 and (words.tokens[at] in FILLERS or words.tokens[at] in _HOPS):
        at -= 1
    if at < 0:
        return False
    two = words.tokens[max(0, at - 1) : at + 1]
    if words.tokens[at] in _NEGATIONS:
        return two not in (("why", "not"), ("if", "not"))
    return two in (("instead", "of"), ("rather", "than"), ("no", "longer"), ("don't", "want"), ("don't", "need"))


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
    gap = set(words.tokens[before.end : item.start])
    joints = gap - _NOUNS
    return not gap or (bool(joints) and joints <= _CONNECTORS | _CORRECTING | _HOPS | _NEGATIONS)


def _is_bound(words: Words, item: Found) -> bool:
    before = words.tokens[: item.start]
    behind = words.tokens[item.end :]
    return any(before[-len(phrase) :] == phrase for phrase in _BOUNDS) or any(
        behind[: len(phrase)] == phrase for phrase in _BOUNDS_BEHIND
    )


def _taken_back(words: Words, item: Found) -> bool:
    """ "Fifty, no wait": nothing else is named yet."""
    rest = [token for token in words.tokens[item.end :] if token not in FILLERS]
    return 0 < len(rest) <= 3 and set(rest) <= {"no", "wait", "sorry", "actually", "hold", "on"} and rest[0] != "on"
