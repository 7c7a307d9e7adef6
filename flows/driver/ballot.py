"""What several recognisers heard in one answer: each has a vote, which it divides among its guesses.

The value that gets most votes is meant. Recognisers that mishear different things agree on what was said more often
than on anything else, in whatever words or figures each of them writes it.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation

SURE = 0.4
"""Of all votes. A value with fewer is right 55 times of 100, one with more 94 times (docs/adr/0018)."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
Understand = Callable[[str], Awaitable[Understanding]]
Takes = Callable[[Any], bool]


class Ballot(tuple[str, ...]):
    """The other guesses of the first recogniser, and `votes`: guesses of all of them, each with its part of a vote."""

    votes: tuple[tuple[str, float], ...]

    def __new__(cls, guesses: Iterable[str], votes: Iterable[tuple[str, float]]) -> Self:
        """Of both, the likeliest first."""
        ballot = super().__new__(cls, guesses)
        ballot.votes = tuple(votes)
        return ballot


@dataclass
class Candidate:
    """A value, its votes, and the likeliest words for it."""

    value: Any
    text: str
    votes: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """The value that got most votes, and whether it got so many that nobody needs to ask."""

    value: Any
    text: str
    sure: bool


async def elect(votes: Sequence[tuple[str, float]], value_of: Callable[[str], Awaitable[Any]]) -> Outcome | None:
    """The winner. `value_of` reads words; None is no value, and a value that is not allowed is none."""
    found: dict[str, Candidate] = {}
    left = together = sum(share for _, share in votes)
    for text, share in _by_words(votes):
        left -= share
        value = await value_of(text)
        if value is not None:
            candidate = found.setdefault(_key(value), Candidate(value, text))
            candidate.votes += share
        first, second = [*sorted((each.votes for each in found.values()), reverse=True), 0.0, 0.0][:2]
        if first > second + left and (first >= SURE * together or first + left < SURE * together):
            break  # what is left can change nothing; each reading takes time
    if not found:
        return None
    best = max(found.values(), key=lambda each: each.votes)
    return Outcome(best.value, best.text, best.votes >= SURE * together)


async def elected(
    first: Understanding, ballot: Ballot, expectation: Expectation, quickly: Understand, takes: Takes
) -> tuple[Understanding, bool] | None:
    """The sentence with the value that was elected for the slot that was asked, and whether it is sure.

    `first` is what the best guess of the first recogniser means. None when there is no value.
    """
    meant: dict[str, Understanding] = {}

    async def value_of(text: str) -> Any:
        meant[text] = first if words_of(text) == words_of(first.text) else await quickly(text)
        act = answer(meant[text], expectation)
        return act.value if act is not None and takes(act.value) else None

    outcome = await elect(ballot.votes, value_of)
    if outcome is None:
        return None
    own = answer(first, expectation)
    if own is not None and _key(own.value) == _key(outcome.value):
        return first, outcome.sure
    return meant[outcome.text], False


def answer(understanding: Understanding, expectation: Expectation) -> Act | None:
    """The act that fills the slot that was asked."""
    acts = (act for act in understanding.acts if act.act == "fill" and act.slot == expectation.slot)
    return next(acts, None)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without marks and capitals."""
    return tuple(_WORD.findall(text.lower()))


def _by_words(votes: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Texts with all their votes, those with most first; the same words are one text, written as it first stands."""
    texts: dict[tuple[str, ...], str] = {}
    shares: dict[tuple[str, ...], float] = {}
    for text, share in votes:
        texts.setdefault(words_of(text), text)
        shares[words_of(text)] = shares.get(words_of(text), 0.0) + share
    for words in sorted(shares, key=lambda words: -shares[words]):
        yield texts[words], shares[words]


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
