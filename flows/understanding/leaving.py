"""Leaving what is in progress: "forget the transfer", "I don't want to send it", "stop that and tell me my balance"."""

from dataclasses import dataclass

from flows.engine.acts import Act
from flows.understanding.clauses import OPENED, Boundary, likely_boundaries
from flows.understanding.cues import cue
from flows.understanding.intents import STRONG
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.sentence import Sentence
from flows.understanding.situation import FREE_TYPES, Situation
from flows.understanding.vocabulary import Vocabulary

FILE = "requests.yaml"
SURE = 0.9
MIN_REQUEST_WORDS = 3
LEAST_SIMILAR = 0.42
"""Of the words behind "forget" to an intent; below the threshold of whole requests, for they are few words."""
LEAST, LEAST_ALONE = 1.0, 0.6
"""How plainly a flow must be named; less will do where only one is in progress."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A clause that leaves something. `act` is None when its words name no flow in progress."""

    act: Act | None
    target: Line
    unwilling: bool
    """ "I don't want to …", which may deny something else than the flow."""


def leaving(clause: Line, situation: Situation, flows: Vocabulary) -> Leaving | None:
    """What a clause leaves; None when it leaves nothing."""
    for kind in ("leave", "unwilling"):
        for match in phrases(FILE, kind).every_whole(clause.tokens):
            target = clause.part(*match.parts["flow"])
            act = _act(target, situation, flows, unwilling=kind == "unwilling")
            if act is not None or kind == "unwilling":
                return Leaving(act, target, kind == "unwilling")
    unnamed = next(iter(phrases(FILE, "leave").every_whole(clause.tokens)), None)
    return Leaving(None, clause.part(*unnamed.parts["flow"]), False) if unnamed is not None else None


def _act(target: Line, situation: Situation, flows: Vocabulary, *, unwilling: bool) -> Act | None:
    if unwilling and answers_no(situation):
        return None
    tokens = _without_values(target, situation)
    if tokens is None or (unwilling and len(tokens) < len(target)):
        return None
    if all(token in word_set(FILE, "itself") for token in target.tokens):
        return Act("cancel", SURE) if unwilling else None
    opened = situation.expectation.open_flows
    flow = flows.named(tokens, opened, LEAST_ALONE if len(opened) == 1 else LEAST)
    return Act("cancel", SURE, flow=flow) if flow is not None else None


def answers_no(situation: Situation) -> bool:
    """Whether "I don't want that" is an answer to a yes-or-no question."""
    name = situation.asked
    return name is not None and not situation.reads_back and situation.slot(name).type == "yes_no"


def _without_values(target: Line, situation: Situation) -> tuple[str, ...] | None:
    """The words but known values: "cancel the transfer to john". None with a new value: that is put right, not left."""
    taken: set[int] = set()
    for name in (*situation.filled, *situation.others, *([situation.asked] if situation.asked else [])):
        slot = situation.slot(name)
        if slot.type in FREE_TYPES or slot.type == "yes_no":
            continue
        for item in slot.find(target.words, asked=False):
            if situation.known.get(name) != item.value:
                return None
            taken |= set(range(item.start, item.end))
    return tuple(token for token, at in zip(target.tokens, target.at, strict=True) if at not in taken)


async def leave(sentence: Sentence) -> list[Act]:
    """The acts of a sentence that leaves something, alone or before another request; none when it leaves nothing."""
    line = sentence.line
    splits = likely_boundaries(line)
    for boundary in [item for item in splits if item.plain > OPENED]:
        if acts := await _before_another(sentence, boundary):
            return acts
    found = leaving(line, sentence.situation, sentence.trained.flows)
    if found is not None and found.act is not None:
        return [found.act]
    for boundary in [item for item in splits if item.plain <= OPENED]:
        if acts := await _before_another(sentence, boundary):
            return acts
    return await _by_meaning(sentence, found) if found is not None else []


async def _before_another(sentence: Sentence, boundary: Boundary) -> list[Act]:
    """ "Stop the transfer and tell me my balance"."""
    first, second = sentence.line.part(0, boundary.end), sentence.line.part(boundary.begin)
    if not sentence.situation.expectation.open_flows:
        return []
    found = leaving(first, sentence.situation, sentence.trained.flows)
    act = found.act if found is not None else None
    if act is None and cue(first) == "cancel" and not answers_no(sentence.situation):
        act = Act("cancel", SURE)
    if act is None or len(second) < MIN_REQUEST_WORDS:
        return []
    best = next(iter(await sentence.scored(second)), None)
    if best is None or best.score < STRONG or sentence.flow(best) == (act.flow or sentence.situation.expectation.flow):
        return []
    return [act, *sentence.request(best, second)]


async def _by_meaning(sentence: Sentence, found: Leaving) -> list[Act]:
    """The words name no flow; perhaps they mean one: "forget the payment" is close to the transfer's examples."""
    opened = sentence.situation.expectation.open_flows
    words = word_set(FILE, "itself")
    if found.unwilling or not opened or all(token in words for token in found.target.tokens):
        return []
    if _without_values(found.target, sentence.situation) is None:
        return []
    best = next(iter(await sentence.scored(found.target)), None)
    if best is None or best.score < LEAST_SIMILAR or sentence.flow(best) not in opened:
        return []
    return [Act("cancel", best.score, flow=sentence.flow(best))]
