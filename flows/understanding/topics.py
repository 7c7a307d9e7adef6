"""Sentences that name a topic and no wish: "it's about my booking" may mean to make, to change or to cancel one.

Vectors are no help there: the flow with the most examples about the topic is the closest. The words are: a topic that
several flows speak of is asked about.
"""

from flows.engine.acts import Act
from flows.understanding.intents import MARGIN, NEARLY, NEARLY_SECOND, Scored
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.sentence import Sentence
from flows.understanding.vocabulary import content

FILE = "topics.yaml"
MAX_CANDIDATES = 3
"""More cannot be kept in mind when they are heard."""
LEAST_KNOWN = 0.5
"""The part of a topic's words that a flow must speak of."""
MAX_BARE_WORDS = 3
"""A longer sentence that begins with "my" or ends with "please" says what is wanted."""
SURE = 0.8
LEAST_BESIDE_PERSON = 0.25
"""Of a flow beside the person that is asked after: few words of such a sentence are about anything else."""
MARGIN_OF_TOPIC = 0.3
"""Twice that of whole wishes: what is wanted was not said, so the vectors can tell the less."""


def topic(sentence: Sentence, scored: list[Scored]) -> list[Act]:
    """Which of the flows that speak of the topic is meant; nothing when the sentence says more, or only one does."""
    if acts := _somebody(sentence, scored):
        return acts
    words = _topic(sentence)
    if not words:
        return []
    flows = _speak_of(sentence, words)
    if len(flows) < 2:
        flows = _close(sentence, scored)
    if flows and scored and scored[0].score >= NEARLY:
        flows = list(dict.fromkeys((sentence.flow(scored[0]), *flows)))
    if len(flows) < 2:
        return []
    ranked = [flow for item in scored if (flow := sentence.flow(item)) in flows]
    candidates = tuple(dict.fromkeys((*ranked, *flows)))[:MAX_CANDIDATES]
    return [Act("clarify", SURE, candidates=candidates)]


def _somebody(sentence: Sentence, scored: list[Scored]) -> list[Act]:
    """ "Is anybody at the desk today" may ask for a person, and as well for the hours."""
    people = next(iter(sentence.trained.people), None)
    tokens = sentence.line.tokens
    if people is None or phrases(FILE, "somebody").whole(tokens) is None:
        return []
    if phrases(FILE, "directly").inside(tokens) is not None:
        return []
    others = [item for item in scored if sentence.flow(item) != people]
    near = [item for item in others if item.score >= max(LEAST_BESIDE_PERSON, others[0].score - MARGIN)]
    flows = tuple(dict.fromkeys(sentence.flow(item) for item in near))[: MAX_CANDIDATES - 1]
    return [Act("clarify", SURE, candidates=(*flows, people))] if flows else []


def _close(sentence: Sentence, scored: list[Scored]) -> list[str]:
    """Where only one flow has the words of the topic, or none: those whose meaning is about as close."""
    if not scored or scored[0].score < NEARLY:
        return []
    near = [item for item in scored if item.score >= max(NEARLY_SECOND, scored[0].score - MARGIN_OF_TOPIC)]
    return list(dict.fromkeys(sentence.flow(item) for item in near))


def _topic(sentence: Sentence) -> list[str]:
    """The words of the topic, as stems; none when there is more to the sentence."""
    line = sentence.line
    if (found := phrases(FILE, "about").whole(line.tokens)) is not None:
        return _words(line.part(*found.parts["topic"]))
    for match in phrases(FILE, "vague").every_whole(line.tokens):
        begin, end = match.parts["topic"]
        if not _known(sentence, content(" ".join((*line.tokens[:begin], *line.tokens[end:])))):
            return _words(line.part(begin, end))
    if (found := phrases(FILE, "bare").whole(line.tokens)) is not None:
        part = line.part(*found.parts["topic"])
        return _words(part) if len(part) <= MAX_BARE_WORDS else []
    return []


def _words(line: Line) -> list[str]:
    return content(" ".join(token for token in line.tokens if token not in word_set(FILE, "behind")))


def _known(sentence: Sentence, words: list[str]) -> bool:
    return any(word in sentence.trained.flows.weights[flow] for flow in _flows(sentence) for word in words)


def _flows(sentence: Sentence) -> list[str]:
    """The flows that can be asked for, but those that only hand over."""
    return [flow for flow in dict.fromkeys(sentence.trained.flow_of.values()) if flow not in sentence.trained.people]


def _speak_of(sentence: Sentence, words: list[str]) -> list[str]:
    weights = sentence.trained.flows.weights
    shares = {flow: sum(word in weights[flow] for word in words) / len(words) for flow in _flows(sentence)}
    return [flow for flow, share in shares.items() if share >= LEAST_KNOWN]
