"""What is done and shall not have been done, and what callers must be told of so that it is not done twice."""

from flows.engine.acts import Act
from flows.engine.finished import Done
from flows.understanding.dropping import keeps, only_what_is_done
from flows.understanding.intents import THRESHOLD, Scored
from flows.understanding.phrases import data, phrases, word_set
from flows.understanding.reading import read
from flows.understanding.sentence import Sentence
from flows.understanding.task_words import (
    FILE,
    LEAST_NAMED,
    SAID_OF_IT,
    asks_for_more,
    elsewhere,
    ends,
    is_own,
    stripped,
)

SURE = 0.9
NAMED_PLAINLY = 3.0
"""A word that tells so much of a flow is part of its name."""


def reassure(sentence: Sentence, best: Scored | None) -> list[Act]:
    """ "No, keep it", "just the twenty to Anna", "don't cancel it": all is as they want it, and they are told so."""
    done = sentence.situation.done
    if done[-1].left and keeps(sentence, done[-1].flow):
        return [Act("question", SURE, about=done[-1].flow)]
    for one in (one for one in reversed(done) if one.wrote):
        told = only_what_is_done(sentence, one) or _not_to_do(sentence, one, own=False) or _to_do(sentence, one)
        if told or _says_the_same(sentence, one, best):
            return [Act("question", SURE, about=one.flow)]
    return []


def _to_do(sentence: Sentence, done: Done) -> bool:
    """ "Yes, book it please", and it is booked."""
    tokens = sentence.line.tokens
    if asks_for_more(sentence.line):
        return False
    for part in stripped(tokens):
        for match in phrases(FILE, "to_do").every_whole(part):
            verbs = part[slice(*match.parts.get("act", (0, 0)))]
            negated = word_set(FILE, "negations") & set(verbs)
            if not negated and (not verbs or is_own(sentence, done, verbs)):
                return True
    return False


def _says_the_same(sentence: Sentence, done: Done, best: Scored | None) -> bool:
    """ "Eight hundred and fifty dollars, then", and these were sent: no second payment is meant."""
    if asks_for_more(sentence.line):
        return False
    earlier = sentence.situation.after(done)
    reading = read(sentence.line, earlier)
    own = {name: value for name, value in earlier.known.items() if sentence.situation.slot(name).type != "yes_no"}
    if not reading.values or reading.dropped or any(item.value != own.get(n) for n, item in reading.values.items()):
        return False
    requests = {verb for verb in data("lists.yaml")["do_word"].split("|") if verb in sentence.line.tokens}
    only = reading.explained(earlier) > SAID_OF_IT and not requests
    nothing_else = only or set(reading.values) >= set(own)
    return nothing_else and not elsewhere(sentence, best, THRESHOLD)


def _not_to_do(sentence: Sentence, done: Done, *, own: bool) -> bool:
    """ "Don't send it" behind a transfer (`own`), "don't cancel it" behind a booking."""
    for part in ends(sentence.line.tokens):
        for match in phrases(FILE, "dont_do").every_whole(part):
            verbs = part[slice(*match.parts["act"])]
            if is_own(sentence, done, verbs) is own and (
                own or any(verb in word_set("consent.yaml", "undoing") for verb in verbs)
            ):
                return True
    return False


def undo(sentence: Sentence, best: Scored | None) -> list[Act]:
    """ "Cancel that", "don't send it", "cancel the transfer": what was done, unless the bot has a flow for that."""
    situation, flows = sentence.situation, sentence.trained.flows
    last = next((done for done in reversed(situation.done) if done.wrote), situation.done[-1])
    over = [done.flow for done in situation.done]
    if not (last.wrote or last.left):
        return []
    other = elsewhere(sentence, best, THRESHOLD)
    if not other and _not_to_do(sentence, last, own=True):
        return [Act("cancel", SURE, flow=last.flow)]
    for part in stripped(sentence.line.tokens):
        if _says_undo(part):
            if best is not None and other and _undoes(sentence, part, sentence.flow(best)):
                return sentence.request(best)
            return [Act("cancel", SURE, flow=last.flow)]
        for match in phrases(FILE, "undo_of").every_whole(part) if not other else ():
            start, end = match.parts["flow"]
            if (flow := flows.named(part[start:end], over, LEAST_NAMED)) is not None:
                return [Act("cancel", SURE, flow=flow)]
    return []


def _says_undo(tokens: tuple[str, ...]) -> bool:
    """The whole of the words, or their end: "I don't want to be called any more, cancel it"."""
    if phrases(FILE, "undo").whole(tokens) is not None:
        return True
    found = phrases(FILE, "undo").at_end(tokens)
    return found is not None and not set(tokens[max(0, found.start - 3) : found.start]) & word_set(FILE, "negations")


def _undoes(sentence: Sentence, tokens: tuple[str, ...], flow: str) -> bool:
    """Whether a flow is called by a word of the sentence: "cancel that" and `cancel_booking`."""
    return any(sentence.trained.flows.tells(flow, token) >= NAMED_PLAINLY for token in tokens)
