"""What a caller says about the conversation itself: repeat, wait, help, cancel, a person, goodbye."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from flows.engine.acts import ActKind
from flows.understanding.line import Line
from flows.understanding.phrases import data, groups, phrases, word_set
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
        plain = spoken_plainly(line.tokens)
        for tokens in dict.fromkeys((line.tokens, plain, line.heard_as(_vocabulary()).tokens)):
            if (found := in_a_row(tokens)) is not None:
                return found
    return "human" if _asks_for_a_person_at_the_end(line.tokens) else None


def cue_while_asked(line: Line) -> ActKind | None:
    """The act of a sentence that means one only while a question is open: "let me get my card"."""
    for tokens in dict.fromkeys((line.tokens[:MAX_WORDS], spoken_plainly(line.tokens[:MAX_WORDS]))):
        if (found := _while_asked(tokens)) is not None:
            return found
    return None


def _while_asked(tokens: tuple[str, ...]) -> ActKind | None:
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


def in_a_row(tokens: tuple[str, ...]) -> ActKind | None:
    """The act of cues one after the other, polite words among them: "gotta go, love, bye"."""
    return _row(tokens, 0, {}).act


@dataclass(frozen=True, slots=True)
class _Row:
    """How the tokens from one on can be read."""

    cues: int
    act: ActKind | None


_UNREADABLE = _Row(MAX_CUES + 1, None)


def _row(tokens: tuple[str, ...], start: int, known: dict[int, _Row]) -> _Row:
    """The reading with an act, if there is one, and of those the one with the fewest cues."""
    if start == len(tokens):
        return _Row(0, None)
    if start not in known:
        best = _UNREADABLE
        for end in range(len(tokens), start, -1):
            if tokens[end - 1 : end + 1] in _together():
                continue  # "that's all" is no goodbye in "that's all right"
            for row in _rows(tokens, start, end, known):
                if row.cues <= MAX_CUES and (row.act is None, row.cues) < (best.act is None, best.cues):
                    best = row
        known[start] = best
    return known[start]


def _rows(tokens: tuple[str, ...], start: int, end: int, known: dict[int, _Row]) -> Iterator[_Row]:
    part = tokens[start:end]
    if (act := _one(part)) is not None:
        rest = _row(tokens, end, known)
        # The last that is no chitchat counts: "thanks, gotta go", "goodbye and thank you".
        yield _Row(rest.cues + 1, act if rest.act in (None, "chitchat") else rest.act)
    if phrases(FILE, "polite").whole(part) is not None:
        yield _row(tokens, end, known)


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


def spoken_plainly(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Without endearments, swear words and adverbs, which stand anywhere: "what on earth do you really mean, dear"."""
    if phrases(FILE, "spice").inside(tokens) is not None:
        kept: list[str] = []
        at = 0
        while at < len(tokens):
            found = phrases(FILE, "spice").at_start(tokens, at)
            kept += [] if found is not None else [tokens[at]]
            at = found.end if found is not None else at + 1
        tokens = tuple(kept)
    dears, before = word_set(FILE, "dears"), word_set(FILE, "before_no_dear")
    behind = word_set(FILE, "behind_no_dear")
    return tuple(
        token
        for at, token in enumerate(tokens)
        if token not in dears
        or (at > 0 and tokens[at - 1] in before)
        or (at + 1 < len(tokens) and tokens[at + 1] in behind)
    )


@cache
def _together() -> frozenset[tuple[str, ...]]:
    """Words between which no cue ends."""
    return frozenset(tuple(str(pair).split()) for pair in data(FILE)["together"])


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the cues."""
    patterns = [str(pattern) for patterns in data(FILE)["acts"].values() for pattern in patterns]
    patterns += [str(pattern) for pattern in data("lists.yaml").values()]
    return frozenset(token for pattern in patterns for token in Words.of(pattern).tokens)
