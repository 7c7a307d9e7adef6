"""Regular expressions that can be followed one character at a time: no backtracking, so no input takes long.

A pattern is made of characters, `[A-Z]`, `\\d`, `\\w`, `.`, groups, `|` and the counts `? * + {2} {2,4}`. What would
need backtracking (look-around, back-references) is refused. Following a pattern tells early which reading of the
caller's words can still fit: after `[A-Z]{2}` an "oh" can only be a zero.
"""

import string
from dataclasses import dataclass, field
from functools import lru_cache

from flows.values.pattern_reader import ALPHABET, Chars, Either, Part, PatternProblem, PatternReader, Repeat, Row

MAX_STATES = 400
"""`[A-Z]{40}` has 80; counts within counts multiply. With 1,000, patterns made to be slow took a second an answer."""
MAX_KNOWN_STEPS = 20_000
MAX_KNOWN_STATES = 300_000
"""A pattern made to have endless states must not fill the memory: it keeps 20 MB at most; usual ones keep 1,000."""
States = frozenset[int]


@dataclass
class _Machine:
    """States with what leads on from them: by a character, or freely."""

    moves: list[tuple[frozenset[str], int] | None] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)

    def state(self) -> int:
        if len(self.moves) >= MAX_STATES:
            raise PatternProblem("its counts multiply to more than a code can have")
        self.moves.append(None)
        self.free.append([])
        return len(self.moves) - 1


class SafePattern:
    """A pattern, ready to be followed. Made by `safe_pattern`."""

    def __init__(self, text: str) -> None:
        """Raises PatternProblem."""
        self.text = text
        self._tree = PatternReader(text).read()
        self._machine = _Machine()
        begin, self._end = self._build(self._tree)
        self.start: States = self._freely({begin})
        characters = frozenset[str]().union(*(move[0] for move in self._machine.moves if move))
        self._alphabet = characters | {character.upper() for character in characters}
        self._known: dict[tuple[States, str], States] = {}
        self._known_states = 0

    def step(self, states: States, character: str) -> States:
        """Where a character leads; nothing when it cannot stand there."""
        key = (states, character)
        if (known := self._known.get(key)) is None:
            if len(self._known) >= MAX_KNOWN_STEPS or self._known_states >= MAX_KNOWN_STATES:
                self._known.clear()
                self._known_states = 0
            moves = (self._machine.moves[state] for state in states)
            known = self._known[key] = self._freely({move[1] for move in moves if move and character in move[0]})
            self._known_states += len(states) + len(known)
        return known

    @property
    def alphabet(self) -> frozenset[str]:
        """Every character that can stand somewhere, as its capital too."""
        return self._alphabet

    def accepts(self, states: States) -> bool:
        """Whether the pattern may end here."""
        return self._end in states

    def matches(self, text: str) -> bool:
        """Whether the whole text fits."""
        states = self.start
        for character in text:
            states = self.step(states, character)
        return self.accepts(states)

    def lengths(self, most: int, characters: frozenset[str] = ALPHABET) -> list[int]:
        """How many characters a value that fits can have, up to `most`, made of these characters only."""
        found, states = [], self.start
        for length in range(most + 1):
            if self.accepts(states):
                found.append(length)
            moves = (self._machine.moves[state] for state in states)
            states = self._freely({move[1] for move in moves if move and not move[0].isdisjoint(characters)})
        return found

    def in_words(self) -> str | None:
        """ "2 letters and 4 digits"; None for patterns that are no plain row of letters and digits."""
        parts = self._tree.parts if isinstance(self._tree, Row) else (self._tree,)
        counts: list[tuple[str, int]] = []
        for part in parts:
            inner, count = (part.part, part.least) if isinstance(part, Repeat) else (part, 1)
            kind = _kind(inner.characters) if isinstance(inner, Chars) else None
            if kind is None or (isinstance(part, Repeat) and part.least != part.most):
                return None
            if counts and counts[-1][0] == kind:
                count += counts.pop()[1]
            counts.append((kind, count))
        named = [f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in counts]
        return " and ".join((", ".join(named[:-1]), named[-1]) if len(named) > 1 else named) or None

    def _freely(self, states: set[int]) -> States:
        reached, left = set(states), list(states)
        while left:
            fresh = [state for state in self._machine.free[left.pop()] if state not in reached]
            reached.update(fresh)
            left += fresh
        return frozenset(reached)

    def _build(self, part: Part) -> tuple[int, int]:
        machine = self._machine
        begin = end = machine.state()
        match part:
            case Chars(characters):
                end = machine.state()
                machine.moves[begin] = (characters, end)
            case Row(parts):
                for one in parts:
                    end = self._after(end, one)
            case Either(options):
                end = machine.state()
                for option in options:
                    machine.free[self._after(begin, option)].append(end)
            case Repeat(inner, least, most):
                for _ in range(least):
                    end = self._after(end, inner)
                if most is None:
                    machine.free[self._after(end, inner)].append(end)
                else:
                    stops = [end]
                    for _ in range(most - least):
                        stops.append(self._after(stops[-1], inner))
                    end = stops[-1]
                    for stop in stops[:-1]:
                        machine.free[stop].append(end)
        return begin, end

    def _after(self, end: int, part: Part) -> int:
        begin, stop = self._build(part)
        self._machine.free[end].append(begin)
        return stop


def _kind(characters: frozenset[str]) -> str | None:
    if characters <= frozenset(string.digits):
        return "digit"
    return "letter" if characters <= frozenset(string.ascii_letters) else None


@lru_cache(maxsize=256)
def safe_pattern(text: str) -> SafePattern:
    """The pattern of a text, compiled once. Raises PatternProblem."""
    return SafePattern(text)
