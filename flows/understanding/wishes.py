"""Sentences while no question is open: requests, one or two, yes and no to "anything else?", and talk."""

from flows.engine.acts import Act
from flows.understanding.asks_for_person import asks_for_person
from flows.understanding.clauses import boundaries
from flows.understanding.intents import MARGIN, NEARLY, NEARLY_SECOND, STRONG, THRESHOLD, Scored
from flows.understanding.leaving import leaving
from flows.understanding.phrases import phrases
from flows.understanding.sentence import Sentence
from flows.understanding.talk import THRESHOLD as TALKS
from flows.understanding.topics import topic
from flows.values.words import Found, Words
from flows.values.yes_no import yes_or_no

MIN_REQUEST_WORDS = 3
MIN_TALK_WORDS = 3
"""One or two words that are no cue are close to anything."""
SURE_ANSWER, PLAIN_ANSWER = 0.95, 0.6


async def wish(sentence: Sentence) -> list[Act]:
    """What the caller wants."""
    scored = await sentence.scored()
    line, best = sentence.line, next(iter(scored), None)
    answer = yes_or_no(line.words)
    if (
        sentence.situation.expectation.kind == "anything_else"
        and answer is not None
        and answer.confidence >= SURE_ANSWER
    ):
        rest = len(line.words) - (answer.end - answer.start)
        if best is None or best.score < STRONG or rest <= 1:
            return [yes_no_act(answer)]
    if acts := await two_requests(sentence) or topic(sentence, scored):
        return acts
    if best is None or best.score < THRESHOLD:
        said = _to_anything_else(sentence, answer) or yes_or_no_only(line.words, answer) or await _talk(sentence)
        return said or _undecided(sentence, scored)
    if _unwilling(sentence, best):
        return [Act("deny", 0.8)]
    return clarified(sentence, scored, THRESHOLD) or sentence.request(best)


def _to_anything_else(sentence: Sentence, answer: Found | None) -> list[Act]:
    """ "Nah, that's it, thanks": what asks for nothing may be a little less plain."""
    asked = sentence.situation.expectation.kind == "anything_else"
    return [yes_no_act(answer)] if asked and answer is not None and answer.confidence >= PLAIN_ANSWER else []


async def _talk(sentence: Sentence) -> list[Act]:
    """Nothing was asked, so nobody waits or refuses but in so many words."""
    acts = await talk(sentence, TALKS)
    return [act for act in acts if act.act not in ("wait", "refuse")]


def clarified(sentence: Sentence, scored: list[Scored], least: float, but: str | None = None) -> list[Act]:
    """Flows that are too close to each other to choose one. `but`: a flow that is in progress."""
    best = scored[0].score
    close = [item for item in scored if best - item.score < MARGIN and item.score >= least]
    flows = tuple(dict.fromkeys(sentence.flow(item) for item in close))
    return [Act("clarify", best, candidates=flows)] if len(flows) > 1 and but not in flows else []


def _undecided(sentence: Sentence, scored: list[Scored]) -> list[Act]:
    """Neither of two is sure, and no other is near: it is likelier that one of them is meant than that none is."""
    if len(scored) < 2 or len(sentence.line) < MIN_REQUEST_WORDS:
        return []
    near = scored[0].score >= NEARLY and scored[1].score >= NEARLY_SECOND
    if not near:
        return []
    either = {sentence.flow(item): sentence.request(item) for item in scored[:2]}
    named = [acts for acts in either.values() if any(_is_option(sentence, act) for act in acts)]
    if len(named) == 1:  # the words of its options are the bot's own: "get me into the yoga thing"
        return named[0]
    return [Act("clarify", scored[0].score, candidates=tuple(either))] if len(either) > 1 else []


def _is_option(sentence: Sentence, act: Act) -> bool:
    return act.act == "fill" and act.slot is not None and sentence.situation.slot(act.slot).type == "choice"


def _unwilling(sentence: Sentence, best: Scored) -> bool:
    """ "I don't want to send money" starts no transfer."""
    found = leaving(sentence.line, sentence.situation, sentence.trained.flows)
    if found is None:
        return False
    named = sentence.trained.flows.named(found.target.tokens, sentence.trained.bot.flows, 0.6)
    idle = phrases("requests.yaml", "leave_idle").whole(sentence.line.tokens) is not None
    # "I don't need the reservation any more" asks for something, "I don't want to reserve" does not.
    verb = phrases("requests.yaml", "unwilling_to").whole(sentence.line.tokens) is not None
    return ((found.unwilling and verb) or idle) and named == sentence.flow(best)


async def two_requests(sentence: Sentence) -> list[Act]:
    """ "Block my card and then tell me my balance": both parts are close to requests, and to different ones."""
    line = sentence.line
    possible = [
        item
        for item in boundaries(line)
        if item.joined and item.end >= MIN_REQUEST_WORDS and len(line) - item.begin >= MIN_REQUEST_WORDS
    ]
    boundary = max(possible, key=lambda item: item.plain, default=None)
    if boundary is None:
        return []
    parts = line.part(0, boundary.end), line.part(boundary.begin)
    found = [(part, next(iter(await sentence.scored(part)), None)) for part in parts]
    sure = [(part, best) for part, best in found if best is not None and best.score >= STRONG]
    if len(sure) < 2 or sentence.flow(sure[0][1]) == sentence.flow(sure[1][1]):
        return []
    return [act for part, best in sure for act in sentence.request(best, part)]


async def talk(sentence: Sentence, least: float) -> list[Act]:
    """What is about the conversation, by meaning."""
    if len(sentence.line) < MIN_TALK_WORDS:
        return []
    vector = await sentence.vector()
    act = sentence.trained.talk.act(vector, least) if vector is not None else None
    if act is None or (act.act == "human" and not asks_for_person(sentence.line.tokens, frozenset())):
        return []
    return [act]


def yes_no_act(answer: Found) -> Act:
    """Affirm or deny."""
    return Act("affirm" if answer.value else "deny", answer.confidence)


def yes_or_no_only(words: Words, answer: Found | None) -> list[Act]:
    """The act of a sentence that is a yes or no and nothing else."""
    if answer is None or answer.confidence < SURE_ANSWER or len(words) - (answer.end - answer.start) > 2:
        return []
    return [yes_no_act(answer)]
