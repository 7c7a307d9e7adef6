"""Which of a recogniser's guesses is meant: the first one that says something where it is said.

"F past three" and "half past three" sound alike; where a time is asked for, only the second is an answer.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from flows.driver.ballot import Ballot, Takes, answer, elected
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.understanding.intents import STRONG

MOST_GUESSES = 8
"""Besides the first; each takes some milliseconds, and is less likely than the one before."""
Understand = Callable[[str], Awaitable[Understanding]]


async def understood(
    first: Understanding,
    others: Sequence[str],
    expectation: Expectation,
    quickly: Understand,
    takes: Takes = lambda _: True,
) -> Understanding:
    """The first guess as it was understood, unless that says nothing here and another one does.

    Where several recognisers heard an answer, the one whose value they elect; `takes` tells what the slot may have.
    """
    if isinstance(others, Ballot) and expectation.kind == "slot":
        voted = await _voted(first, others, expectation, quickly, takes)
        if voted is not None:
            return voted
    if not says_nothing(first):
        return first
    for text in others[:MOST_GUESSES]:
        found = await quickly(text)
        if fits(found, expectation):
            return replace(found, acts=tuple(doubted(act) for act in found.acts))
    return first


async def _voted(
    first: Understanding, ballot: Ballot, expectation: Expectation, quickly: Understand, takes: Takes
) -> Understanding | None:
    """What was elected; None where the first guess says something else, or a yes would come of it that it is not."""
    own = answer(first, expectation)
    if own is None and not says_nothing(first):
        return None
    found = await elected(first, ballot, expectation, quickly, takes)
    if found is None:
        return None
    understanding, sure = found
    act = answer(understanding, expectation)
    if understanding is first and (sure or (act is not None and isinstance(act.value, bool))):
        return first
    if act is not None and act.value is True:
        return None
    return replace(understanding, acts=tuple(doubted(each) for each in understanding.acts))


def says_nothing(understanding: Understanding) -> bool:
    """Whether no act came of a sentence but that it is out of scope."""
    return all(act.act == "out_of_scope" for act in understanding.acts)


def fits(understanding: Understanding, expectation: Expectation) -> bool:
    """Whether a less likely guess is meant: it answers what was asked, or asks plainly for something.

    No consent comes of it: a yes that was perhaps not said may not let anything happen.
    """
    acts = understanding.acts
    if expectation.kind == "slot":
        return any(act.act == "fill" and act.slot == expectation.slot and act.value is not True for act in acts)
    if expectation.kind == "confirm":
        return bool(acts) and all(act.act in ("deny", "correct") for act in acts)
    return any(act.act == "start_flow" and act.confidence >= STRONG for act in acts)


def doubted(act: Act) -> Act:
    """A value that is read back before it counts."""
    has_value = act.act == "fill" or (act.act == "correct" and act.new is not None)
    return replace(act, doubtful=True) if has_value else act
