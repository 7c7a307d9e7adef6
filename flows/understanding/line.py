"""A sentence as patterns read it: without sounds of hesitation and doubled words, each token knowing its place."""

from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from flows.understanding.phrases import data
from flows.values.numerals import TENS, UNITS
from flows.values.words import Words

SOUNDS = frozenset({"um", "umm", "uh", "uhm", "er", "erm", "hmm", "hm", "mm", "mmm", "ah", "eh", "euh"})
"""Never words of a pattern; "oh", "well", "like" and "so" may be."""
_MEANT_SOUNDS = {("uh", "huh"), ("mm", "hmm"), ("uh", "uh"), ("mm", "hm"), ("mm",), ("mmm",)}
"""Yes and no, where nothing else is said."""
_DOUBLED_ON_PURPOSE = frozenset({*UNITS, *TENS, "oh", "o", "double", "triple", "very", "bye", "no", "that"})
MIN_MISHEARD_CHARACTERS = 5
MISHEARD_SCORE = 80
"""rapidfuzz ratio (0-100): "repeet"/"repeat" 83, "cansel"/"cancel" 83; "school"/"cool" 80 is no cue's word anyway."""


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens for patterns; `tokens[i]` is `words.tokens[at[i]]`."""

    words: Words
    tokens: tuple[str, ...]
    at: tuple[int, ...]

    @staticmethod
    def of(words: Words) -> "Line":
        """The line of a sentence or of a part of one."""
        spellings: dict[str, str] = data("naming.yaml")["spellings"]
        tokens: list[str] = []
        at: list[int] = []
        for place, word in enumerate(words.tokens if words.tokens not in _MEANT_SOUNDS else ()):
            token = spellings.get(word, word)
            doubled = tokens and tokens[-1] == token and token not in _DOUBLED_ON_PURPOSE and token.isalpha()
            if token not in SOUNDS and not (doubled and len(token) > 1):
                tokens.append(token)
                at.append(place)
        if not tokens:
            return Line(words, words.tokens, tuple(range(len(words))))
        return Line(words, tuple(tokens), tuple(at))

    def part(self, start: int, end: int | None = None) -> "Line":
        """The line from one of its tokens up to another."""
        return Line.of(self.words_of(start, end))

    def words_of(self, start: int, end: int | None = None) -> Words:
        """The words from one token up to another, with what was dropped between them."""
        end = len(self.tokens) if end is None else end
        if start >= end:
            return replace(self.words, tokens=(), spans=())
        first, last = self.at[start], self.at[end - 1] + 1
        return replace(self.words, tokens=self.words.tokens[first:last], spans=self.words.spans[first:last])

    def pauses_before(self, at: int) -> bool:
        """Whether punctuation stands before a token."""
        return 0 < at < len(self.at) and self.words.pauses_before(self.at[at])

    def heard_as(self, known: frozenset[str]) -> "Line":
        """With words that none of the known ones are, but that sound like one, in its place.

        A word that stands alone must begin as it is heard: "cancle" is "cancel", "nought" is not "enough".
        """
        tokens = tuple(_nearest(token, known) for token in self.tokens)
        alone = len(tokens) == 1 and tokens[0][:1] != self.tokens[0][:1]
        return self if alone else replace(self, tokens=tokens)

    def __len__(self) -> int:
        return len(self.tokens)


def _nearest(token: str, known: frozenset[str]) -> str:
    if token in known or len(token) < MIN_MISHEARD_CHARACTERS or not token.isascii():
        return token
    best = process.extractOne(token, _long(known), scorer=fuzz.ratio, score_cutoff=MISHEARD_SCORE)
    return str(best[0]) if best is not None else token


@cache
def _long(known: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in known if len(word) >= MIN_MISHEARD_CHARACTERS))
