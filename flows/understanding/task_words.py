"""Words around what is said of a task that is over, and what it is not about."""

from collections.abc import Iterable

from flows.engine.finished import Done
from flows.understanding.intents import Scored
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.sentence import Sentence

FILE = "after.yaml"
LEAST_NAMED = 0.6
"""How plainly a flow must be named among those that are over."""
SAID_OF_IT = 0.5
"""From this part of a sentence on, it is about the task that is over."""


def elsewhere(sentence: Sentence, best: Scored | None, least: float) -> bool:
    """Whether the sentence asks for a flow that was none of the tasks before."""
    if best is None or best.score < least:
        return False
    return sentence.flow(best) not in {done.flow for done in sentence.situation.done}


def stripped(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words, then the same without what stands before and behind, phrase by phrase; the longest first."""
    parts = {tokens[start:end] for start in _starts(tokens) for end in _stops(tokens) if start < end}
    return sorted(parts, key=lambda part: (-len(part), part))


def ends(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every end of a sentence, without what stands behind it."""
    stop = _stops(tokens)[-1]
    return [tokens[start:stop] for start in range(stop)]


def _starts(tokens: tuple[str, ...]) -> list[int]:
    found = [0]
    while (lead := phrases(FILE, "leads").at_start(tokens, found[-1])) is not None and lead.end < len(tokens):
        found.append(lead.end)
    return found


def _stops(tokens: tuple[str, ...]) -> list[int]:
    found = [len(tokens)]
    while (tail := phrases(FILE, "tails").at_end(tokens[: found[-1]])) is not None and tail.start > 0:
        found.append(tail.start)
    return found


def asks_for_more(line: Line) -> bool:
    """ "Another fifty", "to John as well"."""
    return phrases(FILE, "more").inside(line.tokens) is not None


def is_own(sentence: Sentence, done: Done, verbs: Iterable[str]) -> bool:
    """Whether a verb is what a task did."""
    tells = sentence.trained.flows.tells
    return any(verb in word_set(FILE, "do") or tells(done.flow, verb) >= LEAST_NAMED for verb in verbs)
