"""Sentences after a task, while nothing is open: endings, thanks, what shall be undone, put right or done once more."""

from flows.engine.acts import Act
from flows.understanding.further import once_more, put_right
from flows.understanding.intents import STRONG, Scored
from flows.understanding.phrases import phrases
from flows.understanding.sentence import Sentence
from flows.understanding.taking_back import reassure, undo
from flows.understanding.task_words import FILE, elsewhere, stripped

SURE = 0.9


async def after(sentence: Sentence) -> list[Act]:
    """What a sentence does that would mean nothing, or the wrong thing, had nothing been done before."""
    situation = sentence.situation
    if not situation.idle or not situation.done:
        return []
    best = next(iter(await sentence.scored()), None)
    return (
        _farewell(sentence, best)
        or reassure(sentence, best)
        or _ending(sentence)
        or undo(sentence, best)
        or put_right(sentence, best)
        or once_more(sentence, best)
    )


def _farewell(sentence: Sentence, best: Scored | None) -> list[Act]:
    """ "You know what, never mind, I'll just come on the day, thanks, bye"."""
    found = phrases(FILE, "bye").at_end(sentence.line.tokens)
    if found is None or elsewhere(sentence, best, STRONG):
        return []
    return [Act("goodbye", SURE)]


def _ending(sentence: Sentence) -> list[Act]:
    """ "Yes, that's fine, thanks" to "is there anything else?"."""
    if sentence.situation.expectation.kind != "anything_else":
        return []
    tokens = sentence.line.tokens
    if phrases(FILE, "thanks").whole(tokens) is not None:
        return [Act("chitchat", SURE)]
    ends = any(phrases(FILE, "endings").whole(part) is not None for part in stripped(tokens))
    return [Act("deny", SURE)] if ends else []
