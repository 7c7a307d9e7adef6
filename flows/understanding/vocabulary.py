"""Words that name things: which of several a caller means by "the recipient" or "the transfer"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from flows.understanding.phrases import word_set
from flows.values.words import Words

FILE = "naming.yaml"
LEAD = 1.25
"""The best must be so much better than the next: "change the number" may mean two slots."""
AFTER_OF = 0.5
"""In "the number of guests" the first word says what it is."""
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True)
class Vocabulary:
    """For each thing its words, as stems, and how much each tells of it."""

    weights: Mapping[str, Mapping[str, float]]

    def named(self, tokens: Iterable[str], among: Iterable[str], least: float = 1.0) -> str | None:
        """The thing that words name; None when they name none, or two alike, or mostly tell something else."""
        wanted, share = [], 1.0
        for token in tokens:
            share = AFTER_OF if token == "of" else share
            if token not in word_set(FILE, "stop"):
                wanted.append((stem(token), share))
        names = [name for name in dict.fromkeys(among) if name in self.weights]
        scores = sorted(((self._score(wanted, name, names), name) for name in names), reverse=True)
        if not scores or scores[0][0] < least or (len(scores) > 1 and scores[0][0] < LEAD * scores[1][0]):
            return None
        known = sum(1 for word, _ in wanted if word in self.weights[scores[0][1]])
        return scores[0][1] if 2 * known >= len(wanted) else None

    def _score(self, words: list[tuple[str, float]], name: str, among: list[str]) -> float:
        """A word that several things share tells less of each."""
        total = 0.0
        for word, share in words:
            own = self.weights[name].get(word, 0.0)
            if own:
                total += share * own * own / sum(self.weights[other].get(word, 0.0) for other in among)
        return total

    def tells(self, name: str, token: str) -> float:
        """How much one word tells of a thing."""
        return self.weights[name].get(stem(token), 0.0) if name in self.weights else 0.0


class Weights:
    """Collects words with weights; the largest of a word counts."""

    def __init__(self) -> None:
        self.words: dict[str, float] = {}

    def add(self, words: Iterable[str], weight: float) -> None:
        """Words that tell so much."""
        for word in words:
            self.words[word] = max(self.words.get(word, 0.0), weight)


@cache
def stem(token: str) -> str:
    """A word without its ending, as far as names need it: "guests" and "guest's" are `guest`."""
    word = token.removesuffix("'s").removesuffix("s'")
    for ending, left in (("ies", "y"), ("sses", "ss"), ("ing", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + left
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def content(text: str) -> list[str]:
    """The words of a text that name something, as stems; templates in it are left out."""
    return [stem(token) for token in Words.of(plain(text)).tokens if token not in word_set(FILE, "stop")]


def plain(text: str) -> str:
    """A text without its templates."""
    return " ".join(_TEMPLATE.sub(" ", text).split())


def parts(name: str) -> list[str]:
    """The words of a name as it stands in a bot, as stems."""
    return [stem(part) for part in name.lower().split("_") if part and part not in word_set(FILE, "stop")]
