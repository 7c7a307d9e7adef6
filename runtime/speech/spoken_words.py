"""The words of which answers are made that are said piece by piece: what a recogniser may write for them.

A grammar is a graph of letters: from each state a few letters lead on. Words follow each other in any order.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("spoken_words.en.yaml")
SPACE = "▁"
"""How tokens write the space before a word."""
_MARKS = ",.?!"
_START = 0
_BEHIND_MARK = 1
_WORD = 2


@dataclass(frozen=True)
class Grammar:
    """`steps[state]` leads on by a letter; in a state of `ends` a word may end, and the text. State 0 is the start."""

    steps: tuple[dict[str, int], ...]
    ends: frozenset[int]

    def after(self, state: int, text: str) -> int | None:
        """The state that a piece of text leads to; None where it may not stand.

        >>> of_words(["one"]).after(0, "▁two") is None
        True
        """
        at: int | None = state
        for letter in text:
            at = self.steps[at].get(letter) if at is not None else None
            if at is None:
                return None
        return at


@dataclass
class _Graph:
    steps: list[dict[str, int]] = field(default_factory=lambda: [{SPACE: _WORD}, {SPACE: _WORD}, {}])
    ends: set[int] = field(default_factory=lambda: {_BEHIND_MARK})

    def step(self, state: int, letter: str) -> int:
        if letter not in self.steps[state]:
            self.steps.append({})
            self.steps[state][letter] = len(self.steps) - 1
        return self.steps[state][letter]


def of_words(words: list[str]) -> Grammar:
    """Those words in any order, figures too, with marks, hyphens or spaces between them."""
    graph = _Graph()
    for word in words:
        state = _WORD
        for letter in word:
            state = graph.step(state, letter)
        graph.ends.add(state)
    figures = graph.step(_WORD, "0")
    for figure in "0123456789":
        graph.steps[_WORD][figure] = graph.steps[figures][figure] = figures
    graph.ends.add(figures)
    for state in graph.ends:
        graph.steps[state] |= dict.fromkeys(_MARKS, _BEHIND_MARK)
        graph.steps[state] |= {SPACE: _WORD}
        if state != _BEHIND_MARK:
            graph.steps[state] |= {"-": _WORD}
    return Grammar(tuple(graph.steps), frozenset(graph.ends))


@cache
def grammars() -> dict[str, Grammar]:
    """By slot type."""
    lists = yaml.safe_load(WORDS_FILE.read_text("utf-8"))
    words = {name: [str(word) for word in text.split()] for name, text in lists["words"].items()}
    return {kind: of_words([word for name in names for word in words[name]]) for kind, names in lists["types"].items()}
