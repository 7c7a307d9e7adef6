"""Callers who look for something or are called away: "I'm looking for my diary", "one moment, my wife's calling"."""

from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.situation import Situation

FILE = "waiting.yaml"
THINKING = "consent.yaml"
MAX_LEAD = 4
"""Polite words that may stand before the words of waiting."""


def seeks(line: Line, situation: Situation) -> bool:
    """Whether all of a sentence says that the caller looks for something."""
    start, told = _behind_waiting(line)
    found = phrases(FILE, "seeking").whole(line.tokens[start:])
    return found is not None and (told or not _takes_any_text(situation) or "my" in line.tokens)


def called_away(line: Line, situation: Situation) -> bool:
    """Whether a sentence begins with words of waiting, and the rest only tells why."""
    start, told = _behind_waiting(line)
    if not told or situation.asked is None:
        return False
    rest = line.tokens[start:]
    if not rest or not _takes_any_text(situation):
        return not rest or rest[0] not in word_set("requests.yaml", "questions")
    return phrases(FILE, "errands").whole(rest) is not None


def _takes_any_text(situation: Situation) -> bool:
    name = situation.asked
    return name is not None and situation.asks_freely and situation.slot(name).type == "text"


def _behind_waiting(line: Line) -> tuple[int, bool]:
    """Where the sentence goes on behind "sorry, hang on", and whether words of waiting were said."""
    at, told = 0, False
    while at < len(line):
        waiting = phrases(THINKING, "thinking").at_start(line.tokens, at)
        polite = phrases("cues.yaml", "polite").at_start(line.tokens, at) if at < MAX_LEAD else None
        found = max((one for one in (waiting, polite) if one is not None), key=lambda one: one.end, default=None)
        if found is None:
            break
        told = told or found is waiting
        at = found.end
    return at, told
