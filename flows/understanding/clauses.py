"""Where a sentence may fall into two: "savings, and what are your opening hours"."""

from dataclasses import dataclass

from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set

FILE = "requests.yaml"
MAX_BOUNDARIES = 6
MAX_CAREFUL_WORDS = 60
"""Longer sentences tell a story of 20 s and more; how their parts correct each other is not looked for."""
JOINED, PAUSED, OPENED = 2, 1, 2
"""How plainly a clause begins: behind "and", behind a comma, with a word such as "what" or "send"."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A clause ends before token `end`, the next begins at token `begin`."""

    end: int
    begin: int
    plain: int
    """How plainly."""
    joined: bool
    """Whether a word or a pause joins the clauses."""


def boundaries(line: Line) -> list[Boundary]:
    """Every place at which a new clause may begin, from the left."""
    joints = phrases(FILE, "joints")
    openers = word_set(FILE, "openers")
    result: list[Boundary] = []
    at = 1
    while at < len(line):
        joint = joints.at_start(line.tokens, at)
        begin = at if joint is None else joint.end
        paused = line.pauses_before(at) or line.pauses_before(begin)
        plain = JOINED * (joint is not None) + PAUSED * paused
        if begin < len(line):
            plain += OPENED * (line.tokens[begin] in openers)
            if plain:
                result.append(Boundary(at, begin, plain, joint is not None or paused))
        at = max(begin, at + 1)
    return result


def likely_boundaries(line: Line) -> list[Boundary]:
    """The plainest places, the plainest first; few in a long sentence, so that it takes no longer than a short one."""
    count = MAX_BOUNDARIES if len(line) <= MAX_CAREFUL_WORDS else 2
    return sorted(boundaries(line), key=lambda item: -item.plain)[:count]


def clauses(line: Line) -> list[tuple[int, int]]:
    """The token ranges between joints and pauses."""
    result: list[tuple[int, int]] = []
    start = 0
    for boundary in boundaries(line):
        if not boundary.joined:
            continue
        if boundary.end > start:
            result.append((start, boundary.end))
        start = boundary.begin
    return [*result, (start, len(line))] if start < len(line) else result
