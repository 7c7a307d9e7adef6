"""Cues beside other words: "hold on, my neighbour is ringing", "I was miles away, say that again".

What is said beside them is told to nobody, so it matters only where it is a request or an answer.
"""

from flows.engine.acts import Act, ActKind
from flows.understanding.cues import in_a_row, spoken_plainly
from flows.understanding.intents import STRONG, THRESHOLD
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.sentence import Sentence
from flows.understanding.talk import THRESHOLD as TALKS
from flows.understanding.wishes import talk

FILE = "cues.yaml"
AT_THE_FRONT: frozenset[ActKind] = frozenset({"wait", "cancel", "repeat"})
AT_THE_END: frozenset[ActKind] = frozenset({"repeat", "wait", "goodbye", "human", "help"})
MIN_WORDS = 2
"""One word is no clause of its own."""
MAX_WORDS = 25
MIN_REQUEST_WORDS = 3
SURE, FAIRLY = 0.85, 0.7


async def beside(sentence: Sentence, acts: list[Act]) -> list[Act]:
    """The acts of a sentence, or those of a cue in it, where they are less plain."""
    line, situation = sentence.line, sentence.situation
    if len(line) > MAX_WORDS or not _doubtful(acts, sentence):
        return acts
    cue, rest = at_the_front(line)
    if (
        cue is not None
        and (cue == "wait" or not acts)
        and not (_may_ask(acts, rest) and await _is_request(sentence, rest))
    ):
        return [Act(cue, SURE)]
    if not acts and (cue := at_the_end(line)) is not None:
        return [Act(cue, SURE)]
    # A name is asked for, and the words are none: what they are close to may be meant after all.
    return acts or (await talk(sentence, TALKS) if situation.asks_freely else [])


def at_the_front(line: Line) -> tuple[ActKind | None, Line]:
    """The cue with which a sentence begins, and what is said behind it."""
    for size in range(len(line) - 1, 0, -1):
        act = in_a_row(spoken_plainly(line.tokens[:size]))
        if act in AT_THE_FRONT and line.tokens[size] not in word_set(FILE, "goes_on_with"):
            rest = line.part(size)
            return (act, rest) if size >= MIN_WORDS or (act == "wait" and _waits_for(rest)) else (None, line)
    return None, line


def at_the_end(line: Line) -> ActKind | None:
    """The cue with which a sentence ends."""
    for start in range(1, len(line) - MIN_WORDS + 1):
        act = in_a_row(spoken_plainly(line.tokens[start:]))
        if act in AT_THE_END and line.tokens[start - 1] not in word_set(FILE, "leads_to"):
            return act
    return None


def _doubtful(acts: list[Act], sentence: Sentence) -> bool:
    """Nothing, something by its meaning alone, or words that would be taken as they are."""
    if not acts or all(act.act == "out_of_scope" for act in acts):
        return True
    first, situation = acts[0], sentence.situation
    if len(acts) > 1:
        return False
    if first.act == "fill":
        return situation.asks_freely and first.slot == situation.asked and _waits_for(at_the_front(sentence.line)[1])
    return first.act in ("start_flow", "clarify", "wait", "repeat") and first.confidence < STRONG


def _waits_for(rest: Line) -> bool:
    """Whether words tell why somebody waits."""
    return phrases(FILE, "waits_for").whole(rest.tokens) is not None


def _may_ask(acts: list[Act], rest: Line) -> bool:
    """Whether a request may be meant: words that would be taken as they are, or that tell why, ask for nothing."""
    return acts[0].act != "fill" if acts else not _waits_for(rest)


async def _is_request(sentence: Sentence, rest: Line) -> bool:
    """Whether what is said behind a cue asks for something."""
    if len(rest) < MIN_REQUEST_WORDS:
        return False
    best = next(iter(await sentence.scored(rest)), None)
    return best is not None and best.score >= (THRESHOLD if sentence.situation.asked is None else STRONG)
