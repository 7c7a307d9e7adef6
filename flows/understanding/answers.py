"""Sentences while a question or a read-back is open: answers, corrections, digressions, and all of them together."""

from flows.engine.acts import Act
from flows.understanding.clauses import likely_boundaries
from flows.understanding.cues import cue_while_asked
from flows.understanding.free_answers import free_answer, name_instead
from flows.understanding.intents import STRONG, Scored
from flows.understanding.line import Line
from flows.understanding.named_slots import unnamed_phrase
from flows.understanding.phrases import word_set
from flows.understanding.reading import Reading, read
from flows.understanding.sentence import Sentence
from flows.understanding.situation import Situation
from flows.understanding.slot_acts import slot_acts, value_act
from flows.understanding.slot_values import find_values
from flows.understanding.talk import AMONG_ANY_WORDS, WHILE_ASKED
from flows.understanding.waiting import called_away, seeks
from flows.understanding.wishes import clarified, talk, yes_no_act, yes_or_no_only
from flows.values.yes_no import yes_or_no

MIN_REQUEST_WORDS = 3
MAX_SPLITS = 2
"""Places at which a sentence is tried to be an answer and a request; each takes a vector."""
ANSWERED = 0.4
"""From this part of a sentence on, a value is the answer, whatever else the sentence is close to."""
CORRECTED = 0.5
"""The same for the correction of another slot while any words may be an answer."""
STRONG_STATEMENT = 0.75
"""A request that is no question, while the caller may say anything: "my card was stolen" may be what it is about."""
MEANT = 0.7


async def answer(sentence: Sentence) -> list[Act]:
    """What a sentence is to the open question."""
    situation = sentence.situation
    reading = read(sentence.line, situation)
    acts = slot_acts(reading, situation)
    if split := await _with_a_request(sentence):
        return split
    scored = await sentence.scored()
    if acts and (not situation.asks_freely or _corrects(reading, situation)):
        if reading.covered < ANSWERED and (digression := _digression(sentence, scored)):
            return digression
        return _with_yes_or_no(sentence, reading, acts)
    if seeks(sentence.line, situation) and not reading.values:
        return [Act("wait", MEANT)]
    return (
        await _by_meaning(sentence, reading, scored)
        or (_to_read_back(sentence, reading, scored) if situation.reads_back else [])
        or _digression(sentence, scored)
        or ([] if _says_again(reading, situation) else await _about_the_talk(sentence))
        or free_answer(sentence, reading)
        or ([Act("wait", MEANT)] if called_away(sentence.line, situation) else [])
        or _last(sentence, reading, scored)
    )


def _corrects(reading: Reading, situation: Situation) -> bool:
    return reading.puts_right and reading.explained(situation) >= CORRECTED


def _says_again(reading: Reading, situation: Situation) -> bool:
    """Whether most of a sentence is values that are known already."""
    known = all(situation.known.get(name) == item.value for name, item in reading.values.items())
    return bool(reading.values) and known and reading.covered >= ANSWERED


def _with_yes_or_no(sentence: Sentence, reading: Reading, acts: list[Act]) -> list[Act]:
    """ "Yes, but make it sixty": the yes or no to a read-back comes before what is changed."""
    if not sentence.situation.reads_back:
        return acts
    if "no" in reading.opening.kinds or reading.denies:
        return [Act("deny", 0.95), *acts]
    named = all(act.act == "fill" or act.new is not None for act in acts)
    return [Act("affirm", 0.9), *acts] if "yes" in reading.opening.kinds and named else acts


def _to_read_back(sentence: Sentence, reading: Reading, scored: list[Scored]) -> list[Act]:
    """A yes or no, the value once more, or a name that takes the place of one that was misheard."""
    found = yes_or_no(sentence.line.words)
    if found is not None:
        if _says_again(reading, sentence.situation) and reading.opening.kinds >= {"no", "make"}:
            return [Act("out_of_scope", 1 - MEANT)]  # "no, it's sixty" where sixty was read back: it is read once more
        further = len(reading.opening.rest) >= MIN_REQUEST_WORDS and found.value is False
        return (_digression(sentence, scored) if further else []) or [yes_no_act(found)]
    if sentence.situation.asked is None:
        return []  # what a tool would do is read back: nothing but a yes is one
    mended = any(item.found.mended for item in reading.values.values())  # "to…" is no yes to 2
    if reading.values and not reading.opening.kinds & {"yes", "no"} and not reading.only_asks:
        return [Act("affirm", 0.8)] if not mended else []
    if _digression(sentence, scored) or (item := name_instead(sentence, reading)) is None:
        return []
    act = value_act(item, sentence.situation)
    return [act] if act is not None else [Act("affirm", 0.8)]


def _digression(sentence: Sentence, scored: list[Scored], part: Line | None = None) -> list[Act]:
    """Another request than the one in progress, if the sentence, or a part of it, is close enough to one."""
    situation, current = sentence.situation, sentence.situation.expectation.flow
    line = part or sentence.line
    asks = next(iter(line.tokens), "") in word_set("requests.yaml", "questions")
    name = situation.asked
    text = situation.asks_freely and name is not None and situation.slot(name).type == "text" and not asks
    needed = STRONG_STATEMENT if text else STRONG
    if not scored or scored[0].score < needed or sentence.flow(scored[0]) == current:
        return []
    return clarified(sentence, scored, needed, current) or sentence.request(scored[0], line)


async def _with_a_request(sentence: Sentence) -> list[Act]:
    """ "Savings, and what are your opening hours": one side answers, the other is close to a request."""
    line, situation, tried = sentence.line, sentence.situation, 0
    for boundary in likely_boundaries(line):
        sides = line.part(0, boundary.end), line.part(boundary.begin)
        for own, other in (sides, sides[::-1]):
            if tried >= MAX_SPLITS or len(other) < MIN_REQUEST_WORDS or read(other, situation).covered >= ANSWERED:
                continue
            reading = read(own, situation)
            if situation.asks_freely and not _corrects(reading, situation):
                continue
            acts = slot_acts(reading, situation)
            answered = _with_yes_or_no(sentence, reading, acts) if acts else _read_back_answered(own, sentence)
            if not answered and not reading.dropped:  # "monday is no good" is no answer, but no request either
                continue
            tried += 1
            request = _digression(sentence, await sentence.scored(other), other)
            if request and request[0].act == "start_flow":
                return [*answered, *request]
    return []


def _read_back_answered(own: Line, sentence: Sentence) -> list[Act]:
    """A plain yes or no before the request."""
    found = yes_or_no(own.words) if sentence.situation.reads_back else None
    return yes_or_no_only(own.words, found)


async def _by_meaning(sentence: Sentence, reading: Reading, scored: list[Scored]) -> list[Act]:
    """ "Change the headcount": the words name no slot, but they are close in meaning to one that has a value."""
    situation = sentence.situation
    found = unnamed_phrase(reading.opening.rest) or unnamed_phrase(sentence.line)
    if found is None or not situation.filled or _digression(sentence, scored):
        return []
    phrase, value = found
    vector = await sentence.vector(phrase)
    name = sentence.trained.slots.closest(vector, situation.filled) if vector is not None else None
    if name is None:
        return []
    values = find_values(value.words, situation, (), asked=name) if value is not None else []
    changed = [act for item in values if (act := value_act(item, situation)) is not None]
    acts = changed or [Act("correct", MEANT, slot=name, old=situation.known[name])]
    return _with_yes_or_no(sentence, reading, acts)


async def _about_the_talk(sentence: Sentence) -> list[Act]:
    """What is said about the conversation only while a question is open, by pattern or by meaning."""
    if (act := cue_while_asked(sentence.line)) is not None:
        return [Act(act, 0.85)]
    return await talk(sentence, AMONG_ANY_WORDS if sentence.situation.asks_freely else WHILE_ASKED)


def _last(sentence: Sentence, reading: Reading, scored: list[Scored]) -> list[Act]:
    """Nothing that fits: an option that is not meant, the request once more, a yes or no to no such question."""
    situation, current = sentence.situation, sentence.situation.expectation.flow
    if reading.dropped:
        return [Act("deny", 0.6)]
    if scored and scored[0].score >= STRONG and sentence.flow(scored[0]) == current and not situation.reads_back:
        return [Act("start_flow", scored[0].score, flow=current)]
    return yes_or_no_only(sentence.line.words, yes_or_no(sentence.line.words))
