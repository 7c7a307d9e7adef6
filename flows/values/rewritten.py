"""A sentence with some of its words replaced, from whose tokens the way back to the original ones is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.values.words import Words


@dataclass(frozen=True, slots=True)
class Edit:
    """The tokens `start` up to `end` are replaced by words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new sentence; token `i` of it comes from the tokens `origins[i]` of the old one."""

    words: Words
    origins: tuple[tuple[int, int], ...]
    fresh: tuple[bool, ...]
    """Which tokens are new."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The old tokens from which the new ones of a range come."""
        if start >= end:
            return 0, 0
        return self.origins[start][0], self.origins[end - 1][1]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands at `begin` up to `end` of the new text comes from the tokens `origin` of the old one."""

    begin: int
    end: int
    origin: tuple[int, int]
    fresh: bool = False

    def holds(self, span: tuple[int, int]) -> bool:
        """Whether a token stands inside of it."""
        return self.begin <= span[0] and span[1] <= self.end


def rewritten(words: Words, edits: Sequence[Edit]) -> Rewritten | None:
    """The sentence with the edits, which stand from the left without overlap; None when it falls into other tokens."""
    if not edits or not words.spans:
        return None
    text, marks, at = "", list[_Mark](), 0
    for edit in (*edits, Edit(len(words), len(words), "")):
        for token in range(at, edit.start):
            text += _gap(words, token) or (" " if marks and marks[-1].fresh else "")
            begin, stop = words.spans[token]
            marks.append(_Mark(len(text), len(text) + stop - begin, (token, token + 1)))
            text += words.text[begin:stop]
        if edit.text:
            text += _gap(words, edit.start) or (" " if marks else "")
            marks.append(_Mark(len(text), len(text) + len(edit.text), (edit.start, edit.end), fresh=True))
            text += edit.text
        at = edit.end
    made = Words.of(text + _tail(words), words.setting)
    origins = [next((mark for mark in marks if mark.holds(span)), None) for span in made.spans]
    known = [mark for mark in origins if mark is not None]
    if len(known) != len(origins):
        return None
    return Rewritten(made, tuple(mark.origin for mark in known), tuple(mark.fresh for mark in known))


def _gap(words: Words, token: int) -> str:
    """What stands before a token: before the first of a part of a sentence only what touches it, such as a minus."""
    begin = words.spans[token][0]
    if token > 0:
        return words.text[words.spans[token - 1][1] : begin]
    before = words.text[:begin]
    return before[len(before.rstrip("-−.$£€")) :]


def _tail(words: Words) -> str:
    rest = words.text[words.spans[-1][1] :]
    return rest[: len(rest) - len(rest.lstrip(".,;!?"))]
