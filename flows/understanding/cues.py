"""What a caller says about the conversation itself: repeat, wait, help, cancel, a person, goodbye."""

from functools import cache
from typing import cast

from flows.engine.acts import ActKind
from flows.understanding.line import Line
from flows.understanding.phrases import data, groups, phrases
from flows.understanding.situation import Situation
from flows.values.words import Words

MAX_CUES = 3
"""Cues one after the other in a sentence."""
MAX_WORDS = 25
"""Longer sentences tell something; only their end may be a cue."""
FILE = "cues.yaml"
_NEGATIONS = frozenset({"not", "don't", "never", "didn't", "won't", "without", "can't", "than"})


def cue(line: Line) -> ActKind | None:
    """The act of a sentence that is nothing but cues; None for all others."""
    if len(line) <= MAX_WORDS:
        if stays(line):
            return "repeat"
        found = _whole(line.tokens) or _whole(line.heard_as(_vocabulary()).tokens)
        if found is not None:
            return found
    return "human" if _asks_for_a_person_at_the_end(line.tokens) else None


def cue_while_asked(line: Line) -> ActKind | None:
    """The act of a sentence that means one only while a question is open: "let me get my card"."""
    tokens = line.tokens[:MAX_WORDS]
    while tokens:
        for act, patterns in groups(FILE, "asked").items():
            if patterns.whole(tokens) is not None:
                return cast(ActKind, act)
        shorter = without_polite_words(tokens)
        if shorter == tokens:
            return None
        tokens = shorter
    return None


def asks_for_options(line: Line, situation: Situation) -> bool:
    """ "Which accounts do I have?" while the account is asked for."""
    asked = situation.asked
    if asked is None or situation.reads_back or len(line) > MAX_WORDS:
        return False
    for start in (0, len(line) - len(without_polite_words(line.tokens))):
        for match in phrases(FILE, "options").every_whole(line.tokens[start:]):
            first, last = match.parts["slot"]
            if situation.names.words.named(line.tokens[start + first : start + last], [asked]) == asked:
                return True
    return False


def stays(line: Line) -> bool:
    """ "Don't cancel": nothing is left, the caller wants to go on."""
    return phrases(FILE, "stay").whole(line.tokens) is not None


def _whole(tokens: tuple[str, ...]) -> ActKind | None:
    while tokens:
        if (act := _in_a_row(tokens, MAX_CUES)) is not None:
            return act
        shorter = without_polite_words(tokens)
        if shorter == tokens:
            return None
        tokens = shorter
    return None


def _in_a_row(tokens: tuple[str, ...], most: int) -> ActKind | None:
    """ "Gotta go, bye": several cues one after the other; the last that is no chitchat counts."""
    if (act := _one(tokens)) is not None or most == 1:
        return act
    for at in range(len(tokens) - 1, 0, -1):
        first = _one(tokens[:at])
        if first is not None and (then := _in_a_row(tokens[at:], most - 1)) is not None:
            return first if then == "chitchat" else then
    return None


def _one(tokens: tuple[str, ...]) -> ActKind | None:
    acts = groups(FILE, "acts").items()
    return next((cast(ActKind, act) for act, patterns in acts if patterns.whole(tokens) is not None), None)


def _asks_for_a_person_at_the_end(tokens: tuple[str, ...]) -> bool:
    """Callers explain first why they want a person."""
    found = phrases(FILE, "human_end").at_end(tokens)
    return found is not None and found.start > 0 and not _NEGATIONS & set(tokens[max(0, found.start - 3) : found.start])


def without_polite_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Without one polite phrase at either end."""
    if (found := phrases(FILE, "polite").at_start(tokens)) is not None:
        return tokens[found.end :]
    if (found := phrases(FILE, "polite").at_end(tokens)) is not None:
        return tokens[: found.start]
    return tokens


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the cues."""
    text = " ".join(str(pattern) for patterns in data(FILE)["acts"].values() for pattern in patterns)
    text += " ".join(str(pattern) for pattern in data("lists.yaml").values())
    return frozenset(Words.of(text).tokens)
