"""A task that is over, put right or done once more: "could we make that eleven?", "and the savings one?"."""

from flows.engine.acts import Act
from flows.engine.finished import Done
from flows.understanding.clauses import likely_boundaries
from flows.understanding.intents import STRONG, THRESHOLD, Scored
from flows.understanding.line import Line
from flows.understanding.named_slots import unnamed_phrase
from flows.understanding.phrases import phrases, word_set
from flows.understanding.reading import Reading, read
from flows.understanding.sentence import Sentence
from flows.understanding.situation import FREE_TYPES, Situation
from flows.understanding.slot_acts import slot_acts
from flows.understanding.task_words import FILE, SAID_OF_IT, asks_for_more, elsewhere
from flows.understanding.vocabulary import content, stem

SURE = 0.9
PLAIN = 0.75
"""From here on a request is meant although the sentence names what could be put right."""
MAX_PARTS = 3
"""Clauses of a sentence in which a correction is looked for."""
MAX_BARE_WORDS = 8
"""A value and nothing else."""


def put_right(sentence: Sentence, best: Scored | None) -> list[Act]:
    """ "Could we make that eleven?", "no, not John, Jimmy": a correction of the task that is over."""
    situation, line = sentence.situation, sentence.line
    spared = phrases(FILE, "spare").inside(line.tokens) is not None  # "don't cancel it, just move it"
    last = next((done for done in reversed(situation.done) if done.wrote), situation.done[-1])
    names_it = bool(read(line, situation.after(last)).to_change)  # "can I change the time of my appointment"
    if (elsewhere(sentence, best, PLAIN if names_it else STRONG) and not spared) or asks_for_more(line):
        return []
    for done in dict.fromkeys((situation.done[-1], last)) if not situation.done[-1].left else ():
        again = best is not None and sentence.flow(best) == done.flow
        strongly = again and best is not None and best.score >= STRONG
        for part in _parts(line):
            if acts := _corrections(part, situation.after(done), again=strongly):
                return acts
        if done.wrote and _is_not_so(line, done, again=again and best is not None and best.score >= THRESHOLD):
            return [Act("cancel", SURE, flow=done.flow)]
    return [Act("question", SURE, about=last.flow)] if spared else []


def _parts(line: Line) -> list[Line]:
    """The sentence, and what stands behind the places at which it may fall into two."""
    spare = phrases(FILE, "spare").inside(line.tokens)
    behind = [line.part(spare.end)] if spare is not None and spare.end < len(line) else []
    return [line, *behind, *(line.part(item.begin) for item in likely_boundaries(line)[:MAX_PARTS])]


def _corrections(line: Line, earlier: Situation, *, again: bool) -> list[Act]:
    """What a clause puts right. `again`: it may as well ask for the same task once more, and anew."""
    reading = read(line, earlier)
    moved = phrases(FILE, "moves").whole(line.tokens)
    found = unnamed_phrase(reading.opening.rest) or unnamed_phrase(line)
    value = line.part(*moved.parts["value"]) if moved is not None else found[1] if found is not None else None
    if value is not None and not reading.to_change:  # "change the call to half past six"
        acts = slot_acts(read(value, earlier), earlier)
        if acts := [act for act in acts if act.act == "correct"]:
            return acts
    adds = line.tokens[:1] == ("and",)
    if not reading.puts_right or ((again or adds) and not _plainly(reading)):
        return []
    acts = [act for act in slot_acts(reading, earlier) if act.act == "correct"]
    return acts if _plainly(reading) or reading.explained(earlier) >= SAID_OF_IT else []


def _plainly(reading: Reading) -> bool:
    """Whether the words can hardly be a new request: "make it …", "not John", "change the time"."""
    if reading.dropped or reading.to_change or reading.denies or "no" in reading.opening.kinds:
        return True
    whole, begin = reading.opening.whole, 0
    for kind, end in reading.opening.steps:
        words = set(whole.tokens[begin:end]) if whole is not None else set()
        if (kind == "make" and words & word_set(FILE, "it")) or (kind == "said" and words & word_set(FILE, "meant")):
            return True
        begin = end
    return False


def _is_not_so(line: Line, done: Done, *, again: bool) -> bool:
    """ "No, I said Monday", "make it the day after": something is not as it was meant, though it fits no slot."""
    told = {word for text in done.told for word in content(text)}
    named = again or any(stem(token) in told for token in line.tokens)
    if named and phrases(FILE, "not_so").inside(line.tokens) is not None:
        return True
    return any(phrases(FILE, kind).whole(line.tokens) is not None for kind in ("moves", "make_it"))


def once_more(sentence: Sentence, best: Scored | None) -> list[Act]:
    """ "And the savings one?": the task that is over, with another value."""
    situation, done = sentence.situation, sentence.situation.done[-1]
    if done.left or elsewhere(sentence, best, THRESHOLD):
        return []
    line = _behind_next(sentence.line)
    if not 0 < len(line) <= MAX_BARE_WORDS:
        return []
    earlier = situation.after(done)
    reading = read(line, earlier)
    named = {name: item for name, item in reading.values.items() if situation.slot(name).type not in FREE_TYPES}
    if "one" in line.tokens:  # "the savings one"
        named = {name: item for name, item in named.items() if item.value != 1}
    if not named or reading.opening.kinds & {"yes", "no"} or reading.explained(earlier) < SAID_OF_IT:
        return []
    if done.wrote:
        again = best is not None and best.score >= STRONG
        return [] if again else _after_a_write(sentence, done, earlier, reading)
    values = {name: value for name, value in earlier.known.items() if situation.slot(name).type != "yes_no"}
    values |= {name: item.value for name, item in named.items()}
    fills = [Act("fill", SURE, slot=name, value=value) for name, value in values.items()]
    return [Act("start_flow", SURE, flow=done.flow), *fills]


def _after_a_write(sentence: Sentence, done: Done, earlier: Situation, reading: Reading) -> list[Act]:
    """A bare value behind something that cannot be changed any more; "and thirty to John" asks for one more."""
    if asks_for_more(sentence.line) or "and" in sentence.line.tokens[:2]:
        acts = sentence.requests.acts(sentence.line, done.flow, SURE)
        return [act for act in acts if "one" not in sentence.line.tokens or act.value != 1]  # "and a small one"
    return [act for act in slot_acts(reading, earlier) if act.act == "correct"]


def _behind_next(line: Line) -> Line:
    """Without "and", "what about", "the … one"."""
    start = 0
    while (found := phrases(FILE, "next").at_start(line.tokens, start)) is not None and found.end < len(line):
        start = found.end
    return line.part(start)
