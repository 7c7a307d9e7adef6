"""Requests that are not wanted any more, without their name: "not the second one", "just the twenty", "keep it"."""

from flows.engine.acts import Act
from flows.engine.finished import Done
from flows.understanding.leaving import answers_no
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.reading import read
from flows.understanding.sentence import Sentence

FILE = "dropping.yaml"
SURE = 0.9
NAMED_PLAINLY = 3.0
"""A word that tells so much of a flow is part of its name."""


def drop(sentence: Sentence) -> list[Act]:
    """What a sentence leaves of the requests in progress; nothing when it leaves none."""
    if not sentence.situation.expectation.open_flows or sentence.situation.asks_freely:
        return []
    return _one_of_several(sentence) or _without_one(sentence) or _only_what_is_done(sentence) or _keeps(sentence)


def _one_of_several(sentence: Sentence) -> list[Act]:
    situation, line = sentence.situation, sentence.line
    opened = situation.expectation.open_flows
    waits = len(opened) > 1
    if not waits and not situation.done:
        return []
    if phrases(FILE, "this_one").whole(line.tokens) is not None and not _is_an_option(line, sentence):
        return [Act("cancel", SURE)]
    found = phrases(FILE, "not_one").inside(line.tokens)
    if found is None or _is_an_option(line, sentence):
        return []
    said = set(line.tokens[found.start : found.end])
    if said & word_set("consent.yaml", "undoing") and _takes_away(sentence, opened[-1]):
        return []  # "cancel the first one" is what is asked for
    start, end = found.parts.get("which", (0, 0))
    which = set(line.tokens[start:end])
    if which & word_set(FILE, "later"):
        return [Act("cancel", SURE, flow=opened[-1])]
    if which & word_set(FILE, "first"):
        return [Act("cancel", SURE, flow=None if waits else situation.done[-1].flow)]
    return []


def _without_one(sentence: Sentence) -> list[Act]:
    """ "Forget John", and one of two payments is for him."""
    situation, line = sentence.situation, sentence.line
    opened = situation.expectation.open_flows
    if len(opened) < 2 and not situation.done:
        return []
    for match in phrases(FILE, "without").every_whole(line.tokens):
        values = read(line.part(*match.parts["value"]), situation).values
        names = [name for name in values if name in situation.filled]
        if len(names) == 1:
            same = values[names[0]].value == situation.known[names[0]]
            waits = len(opened) > 1
            return [Act("cancel", SURE, flow=None if same else opened[-1])] if same or waits else []
    return []


def _is_an_option(line: Line, sentence: Sentence) -> bool:
    """ "Not the first one" may answer what is asked."""
    name = sentence.situation.asked
    if name is None or sentence.situation.reads_back or sentence.situation.slot(name).type != "choice":
        return False
    return bool(sentence.situation.find(name, line.words, asked=True))


def _only_what_is_done(sentence: Sentence) -> list[Act]:
    """ "No, nothing, just the twenty to Anna", and twenty was sent to Anna: the next is not wanted."""
    situation = sentence.situation
    flow = situation.expectation.flow
    done = next((done for done in reversed(situation.done) if done.flow == flow and done.wrote), None)
    if done is None or not only_what_is_done(sentence, done):
        return []
    return [Act("cancel", SURE, flow=flow)]


def only_what_is_done(sentence: Sentence, done: Done) -> bool:
    """Whether a sentence wants nothing but what was done, and this is not what is in progress."""
    situation = sentence.situation
    if (found := phrases(FILE, "only").inside(sentence.line.tokens)) is None:
        return False
    values = read(sentence.line.part(found.start), situation.after(done)).values
    same = all(item.value == done.values.get(name) for name, item in values.items())
    apart = situation.idle or any(situation.known.get(name) != done.values.get(name) for name in values)
    return bool(values) and same and apart


def _keeps(sentence: Sentence) -> list[Act]:
    """ "No, keep it", "I don't want to cancel any more", while something is about to be cancelled."""
    flow = sentence.situation.expectation.flow
    if flow is None or answers_no(sentence.situation) or not keeps(sentence, flow):
        return []
    return [Act("cancel", SURE, flow=flow)]


def keeps(sentence: Sentence, flow: str) -> bool:
    """Whether a sentence says that what a flow takes away shall stay."""
    line, tells = sentence.line, sentence.trained.flows.tells
    if not _takes_away(sentence, flow):
        return False
    if phrases("consent.yaml", "keep").inside(line.tokens) is not None:
        return True
    for start in range(len(line)):
        for match in phrases(FILE, "keep").every_whole(line.tokens[start:]):
            first, last = match.parts.get("act", (0, 0))
            verbs = line.tokens[start + first : start + last]
            if not verbs or any(tells(flow, verb) >= NAMED_PLAINLY for verb in verbs):
                return True
    return False


def _takes_away(sentence: Sentence, flow: str) -> bool:
    """Whether a flow is called by a verb such as "cancel"."""
    tells = sentence.trained.flows.tells
    return any(tells(flow, verb) >= NAMED_PLAINLY for verb in word_set("consent.yaml", "undoing"))
