"""Reads spelled characters: every way to read the words is followed along a pattern, the likeliest that fits wins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import accumulate

from flows.values.pieces import Piece, pieces_at, touches_figure
from flows.values.safe_pattern import SafePattern, States
from flows.values.spelling_words import spelling_words
from flows.values.words import Words

MAX_TOKENS = 150
"""An IBAN in the NATO alphabet with "as in" before each letter has 102."""
WIDTH = 40
"""Readings followed at a time: the right one is among the likeliest few, and long sentences stay quick."""
KEPT = 6
"""Readings kept for each place and state; more are only needed where a check sum decides."""
SWITCH = 0.3
"""The cost of a digit among letters and the other way round: an "oh" is what its neighbours are."""
SKIPPED_AROUND, SKIPPED_CHARACTER, SKIPPED_WORD = 0.02, 0.3, 1.0
"""The cost of a word that is left out: one that is said around values, one that could be a character, any other."""
LONG = 6
"""So many words that all sound like characters are characters, if a third of them is plain."""
SEPARATORS = "-/."
"""Signs of a pattern that callers leave out."""
INSERTED = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters that the tokens from `start` up to `end` can be."""

    text: str
    start: int
    end: int
    cost: float
    sure: int
    """How many of the characters can be nothing else."""
    skipped: int
    """How many other words the sentence has that are not usual around a value."""

    @property
    def plain(self) -> bool:
        """Whether it is made of more than words that only sound like characters: "see you" is not `CU`."""
        long = len(self.text) >= LONG and not self.skipped
        return (3 if long else 2) * self.sure >= len(self.text) > 0


@dataclass(frozen=True, slots=True)
class _Partial:
    cost: float
    text: str
    sure: int
    start: int


_Key = tuple[States, str]
_Beam = dict[str, _Partial]
"""By text."""


def parts(words: Words) -> list[tuple[int, int]]:
    """The sentence between corrections ("no wait"), the last part first."""
    corrections, cuts = spelling_words().corrections, [0]
    at = 0
    while at < len(words):
        end = None if touches_figure(words, at) else corrections.end(words.tokens, at)
        if end is not None:
            cuts += [at, end]
        at = end or at + 1
    cuts.append(len(words))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=True))
    return [pair for pair in reversed(pairs) if pair[0] < pair[1]]


def readings(
    words: Words, pattern: SafePattern, part: tuple[int, int], *, lenient: bool = True, kept: int = KEPT
) -> list[Reading]:
    """The ways to read a part of a sentence as the pattern wants it, likeliest first."""
    start, end = part[0], min(part[1], part[0] + MAX_TOKENS)
    cut = replace(words, tokens=words.tokens[:end], spans=words.spans[:end])
    pieces = [[] if at < start else pieces_at(cut, at, lenient=lenient) for at in range(end)]
    skipping = _Skipping(cut, pieces, part)
    inside = [_continues(pieces, at, pattern) and at not in skipping.usual for at in range(end)]
    beams: list[dict[_Key, _Beam]] = [{} for _ in range(end + 1)]
    found: list[Reading] = []
    for at in range(start, end + 1):
        likely = _likeliest(beams[at], kept)
        if at > start and (at == end or not inside[at]):
            ends = [one for (states, _), partials in likely.items() if pattern.accepts(states) for one in partials]
            found += [skipping.reading(one, at) for one in ends if one.text]
        if at == end:
            break
        if at == start or not any(piece.end == at and piece.sure and inside[at - 1] for piece in pieces[at - 1]):
            likely.setdefault((pattern.start, ""), []).append(_Partial(skipping.before(at), "", 0, at))
        for (states, kind), partials in likely.items():
            for piece in pieces[at]:
                if piece.end <= end and (piece.text or kind):
                    _follow(beams[piece.end], pattern, states, kind, piece, partials)
        beams[at].clear()
    return _distinct(found)


def _likeliest(beam: dict[_Key, _Beam], kept: int) -> dict[_Key, list[_Partial]]:
    """The readings worth following: a few for each state, and not too many in all."""
    each = [
        (key, partial)
        for key, partials in beam.items()
        for partial in nsmallest(kept, partials.values(), key=lambda partial: partial.cost)
    ]
    found: dict[_Key, list[_Partial]] = {}
    for key, partial in nsmallest(WIDTH, each, key=lambda pair: pair[1].cost):
        found.setdefault(key, []).append(partial)
    return found


def _follow(
    beam: dict[_Key, _Beam],
    pattern: SafePattern,
    states: States,
    kind: str,
    piece: Piece,
    partials: list[_Partial],
) -> None:
    """Go on from some readings by one piece."""
    text, cost = "", piece.cost
    for character in piece.text:
        options = (character,) if piece.cased or not character.isalpha() else (character, character.lower())
        for written in (*options, *(sign + option for sign in SEPARATORS for option in options)):
            after = states
            for one in written:
                after = pattern.step(after, one)
            if after:
                break
        else:
            return
        switched = "d" if character.isdigit() else "l" if character.isalpha() else kind
        cost += SWITCH * (bool(kind) and switched != kind) + INSERTED * (len(written) - 1)
        text, states, kind = text + written, after, switched
    into = beam.setdefault((states, kind), {})
    for partial in partials:
        _keep(into, _Partial(partial.cost + cost, partial.text + text, partial.sure + piece.sure, partial.start))


def _keep(beam: _Beam, partial: _Partial) -> None:
    known = beam.get(partial.text)
    if known is None or partial.cost < known.cost:
        beam[partial.text] = partial


class _Skipping:
    """What leaving out the tokens before and behind a reading costs, and how many of them are not usual there."""

    def __init__(self, words: Words, pieces: list[list[Piece]], part: tuple[int, int]) -> None:
        table, size = spelling_words(), len(words)
        asides = table.asides.covered(words.tokens)
        usual = table.around.covered(words.tokens) | table.silent.covered(words.tokens)
        self.usual = {at for at in usual if not any(piece.sure for piece in pieces[at])} | asides
        costs = [0.0] * part[0]
        for at in range(part[0], size):
            character = at not in asides and any(piece.text for piece in pieces[at])
            usual_cost = SKIPPED_CHARACTER if character else SKIPPED_AROUND
            costs.append(usual_cost if at in self.usual else SKIPPED_WORD)
        self._costs = list(accumulate(costs, initial=0.0))
        self._others = list(accumulate((int(at not in self.usual) for at in range(size)), initial=0))
        self._first, self._rest = part[0], part[1] - size

    def before(self, at: int) -> float:
        """The cost of beginning at a token."""
        return self._costs[at]

    def reading(self, partial: _Partial, end: int) -> Reading:
        """A reading that ends before a token."""
        cost = partial.cost + self._costs[-1] - self._costs[end]
        before = self._others[partial.start] - self._others[self._first]
        skipped = before + self._others[-1] - self._others[end] + self._rest
        return Reading(partial.text, partial.start, end, cost, partial.sure, skipped)


def _continues(pieces: list[list[Piece]], at: int, pattern: SafePattern) -> bool:
    """Whether a token is so plainly a character of the pattern that a value does not begin or end beside it."""
    return any(piece.sure and set(piece.text) & pattern.alphabet for piece in pieces[at])


def _distinct(found: list[Reading]) -> list[Reading]:
    """Each text once, likeliest first."""
    best: dict[str, Reading] = {}
    for reading in sorted(found, key=lambda reading: (reading.cost, reading.text)):
        best.setdefault(reading.text, reading)
    return list(best.values())


def spliced(before: str, after: str) -> Iterator[str]:
    """What a correction of the end can make: "1 2 3 4, no, 5" is 1235. Likeliest first."""
    counts = range(1, len(before) + 1)
    for count in sorted(counts, key=lambda count: (count != len(after), before[-count] != after[:1])):
        yield before[:-count] + after
