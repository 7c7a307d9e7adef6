"""Questions about what was done in the call: "did you book it?", "am I still booked?", "what was the reference?"."""

from flows.engine.acts import Act
from flows.engine.finished import Done
from flows.understanding.intents import STRONG, THRESHOLD
from flows.understanding.line import Line
from flows.understanding.phrases import Match, data, phrases
from flows.understanding.sentence import Sentence
from flows.understanding.situation import Situation
from flows.understanding.vocabulary import content, parts

FILE = "standing.yaml"
SURE = 0.9
RECALLED = 0.75
"""So close must another request be for "how much was that?" to be one."""
MAX_WORDS = 30
"""Longer sentences tell a story."""
LEAST_NAMED = 0.6
"""How plainly a flow must be named among those that were done."""
NAMED_PLAINLY = 3.0
"""The same of a flow that was not: by a part of its name."""


async def standing(sentence: Sentence) -> list[Act]:
    """The question about what was done; nothing when the sentence asks something else, or for something."""
    line, situation = sentence.line, sentence.situation
    if len(line) > MAX_WORDS or _answers_freely(situation):
        return []
    recalled = _recalled(line, situation)
    asks = recalled is not None or _asks(line, situation)
    if not asks and not _says_already(line):
        return []
    best = next(iter(await sentence.scored()), None)
    about = recalled or _about(line, sentence)
    if best is not None and best.score >= (THRESHOLD if recalled is None else RECALLED):
        flow = sentence.flow(best)
        known = {done.flow for done in situation.done} | set(situation.expectation.open_flows)
        elsewhere = flow not in known and flow != about
        if elsewhere and (not asks or flow not in sentence.trained.writing) and (best.score >= STRONG or not asks):
            return []
    return [Act("question", SURE, about=about)]


def _answers_freely(situation: Situation) -> bool:
    """Any words may be the answer, a question too."""
    name = situation.asked
    return situation.asks_freely and name is not None and situation.slot(name).type == "text"


def _asks(line: Line, situation: Situation) -> bool:
    whole, concluding = _stripped(line.tokens)
    tasks = bool(situation.done or situation.expectation.open_flows)
    for tokens in dict.fromkeys((line.tokens, whole)):
        if phrases(FILE, "asks").whole(tokens) is not None:
            return True
        if tasks and any(_of_a_thing(match, tokens) for match in phrases(FILE, "asks_of").every_whole(tokens)):
            return True
        if tasks and concluding and phrases(FILE, "concludes").whole(tokens) is not None:
            return True
    return bool(situation.done) and phrases(FILE, "asks").at_end(whole) is not None


def _of_a_thing(match: Match, tokens: tuple[str, ...]) -> bool:
    """ "Are you fully booked on Friday?" asks for something else."""
    start, end = match.parts.get("of", (0, 0))
    return "you" not in tokens[start:end]


def _says_already(line: Line) -> bool:
    return phrases(FILE, "already").inside(line.tokens) is not None


def _recalled(line: Line, situation: Situation) -> str | None:
    """The task of whose end a word is asked for once more: "what was the reference?"."""
    for tokens in dict.fromkeys((line.tokens, _stripped(line.tokens)[0])):
        for match in phrases(FILE, "recalls").every_whole(tokens) if situation.done else ():
            start, end = match.parts.get("noun", (0, 0))
            for done in reversed(situation.done):
                if _is_of(done, tokens[start:end], situation) if start < end else done.wrote or done.told:
                    return done.flow
    return None


def _is_of(done: Done, noun: tuple[str, ...], situation: Situation) -> bool:
    """Whether a word names what a task told, one of its values, or the task."""
    named = set(content(" ".join(noun)))
    shared = named & _words_of(done)
    return (bool(shared) and 2 * len(shared) >= len(named)) or situation.names.words.named(
        noun, done.values
    ) is not None


def _words_of(done: Done) -> set[str]:
    """The words that name a task that is over, and what it told."""
    told = {word for text in done.told for word in content(text)}
    slots = {part for name in done.values for part in parts(name)}
    return told | slots | set(parts(done.flow)) | set(data(FILE)["of_any"].split())


def _stripped(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The words without what stands before and behind a question; whether that makes a statement one."""
    concluding = False
    while tokens:
        shorter = tokens
        for name in ("concluding_leads", "leads"):
            if shorter == tokens and (found := phrases(FILE, name).at_start(tokens)) is not None:
                concluding |= name == "concluding_leads"
                shorter = tokens[found.end :]
        for name in ("concluding_tails", "tails"):
            if shorter == tokens and (found := phrases(FILE, name).at_end(tokens)) is not None:
                concluding |= name == "concluding_tails"
                shorter = tokens[: found.start]
        if shorter == tokens or not shorter:
            break
        tokens = shorter
    return tokens, concluding


def _about(line: Line, sentence: Sentence) -> str:
    """The flow that a question is about: one in progress or over, else one that changes something; empty when none."""
    situation, flows = sentence.situation, sentence.trained.flows
    tokens = [base(token) for token in line.tokens]
    known = [*(done.flow for done in situation.done), *situation.expectation.open_flows]
    changing = [
        name for name, flow in situation.bot.flows.items() if flow.triggers and name in sentence.trained.writing
    ]
    plainly = flows.named(tokens, dict.fromkeys((*known, *changing)))
    if plainly in known or (plainly is not None and flows.named(tokens, [plainly], NAMED_PLAINLY) is not None):
        return plainly or ""
    return flows.named(tokens, known, LEAST_NAMED) or ""


def base(token: str) -> str:
    """ "Cancelled" as "cancel", "sent" as "send"."""
    irregular: dict[str, str] = data(FILE)["irregular"]
    if token in irregular:
        return irregular[token]
    if len(token) <= 4 or not token.endswith("ed"):
        return token
    stem = token.removesuffix("ed")
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if doubled or stem.endswith("ell") else stem
