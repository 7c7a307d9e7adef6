"""A caller's sentence as tokens: lower case, no punctuation, figures kept apart from words."""

import re
from dataclasses import dataclass

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.setting import ANYWHERE, Setting

_TOKEN = re.compile(
    r"[$£€]?\d+(?:,\d{3})+(?:\.\d+)?|[$£€]?\d+(?:[.:]\d+)?(?:st|nd|rd|th)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[#*&@+]"
)

MAX_TOKENS = 150
"""A minute of speech. Of more only the begin and the end are looked at, so that every parser's time is bounded."""
LEFT_OUT = "…"
"""The token in the place of what is left out of a long sentence."""

FILLERS: frozenset[str] = frozenset(language_data("sentence_words", DEFAULT_LANGUAGE)["fillers"])
"""Sounds of hesitation; never the value itself, except `oh` as a digit."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence cut into tokens. `tokens[i]` stood at `spans[i]` of `text`."""

    text: str
    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    setting: Setting = ANYWHERE
    """Where and when it was said."""

    @staticmethod
    def of(text: str, setting: Setting = ANYWHERE) -> "Words":
        """Cut a sentence; hyphens part words, apostrophes do not. Of a long one the middle is left out."""
        found = [(match.group().lower().replace("’", "'"), match.span()) for match in _TOKEN.finditer(text)]
        if len(found) > MAX_TOKENS:
            begin, end = found[: MAX_TOKENS // 2], found[1 - MAX_TOKENS // 2 :]
            found = [*begin, (LEFT_OUT, (begin[-1][1][1], end[0][1][0])), *end]
        return Words(text, tuple(token for token, _ in found), tuple(span for _, span in found), setting)

    def original(self, start: int, end: int) -> str:
        """The words from token `start` up to `end` as they were said or written."""
        if start >= end:
            return ""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def pauses_before(self, at: int) -> bool:
        """Whether a comma or the like stands before token `at`: what is on its two sides does not go together."""
        return 0 < at < len(self.spans) and any(
            mark in self.text[self.spans[at - 1][1] : self.spans[at][0]] for mark in ",;.!?"
        )

    def between(self, before: int, after: int) -> str:
        """What stands between the token before `before` and token `after`: spaces, punctuation, other tokens."""
        begin = self.spans[before - 1][1] if before > 0 else 0
        return self.text[begin : self.spans[after][0] if after < len(self.spans) else len(self.text)]

    def token(self, at: int) -> str:
        """The token at an index; nothing outside the sentence."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a sentence, in tokens `start` up to `end` (exclusive)."""

    value: str | int | float | bool
    start: int
    end: int
    confidence: float = 1.0
    doubtful: bool = False
    """The words can mean two values that both fit: it is read back before it counts."""
    mended: bool = False
    """Read from words that were put right: no agreement to a value that was read back, and never taken from data."""


def find_phrase(tokens: tuple[str, ...], phrase: tuple[str, ...]) -> list[int]:
    """Every index at which `phrase` begins in `tokens`."""
    if not phrase:
        return []
    size = len(phrase)
    return [at for at in range(len(tokens) - size + 1) if tokens[at : at + size] == phrase]
