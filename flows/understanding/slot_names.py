"""Which slot a caller means by "the recipient", "the day", "how many we are": by words, else by meaning."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.understanding.intents import unit
from flows.understanding.phrases import data
from flows.understanding.port import Vectors
from flows.understanding.vocabulary import FILE, Vocabulary, Weights, content, parts, plain, stem
from flows.values.words import Words

HEAD, MODIFIER, DESCRIPTION, TYPE, QUESTION, ASKED = 3.0, 1.5, 2.0, 1.5, 1.4, 1.0
"""How much a word tells: the last word of the slot's name, its other words, its description, what its type is called,
what its question asks for ("who": the recipient), the words of the question."""
LEAST_SIMILAR, LEAST_AHEAD = 0.45, 0.08
"""Cosines: "the recipient" is .61 from "who gets the money" and .44 from "how much money"; a stranger .3 at most."""


@dataclass(frozen=True)
class SlotNames:
    """The words that name each slot of a bot, the words beside its values, and vectors of what describes it."""

    words: Vocabulary
    roles: dict[str, frozenset[str]]
    phrases: tuple[tuple[str, str], ...]
    """(slot, phrase) in the order of the vectors."""
    vectors: Vectors | None = None

    @staticmethod
    def of(bot: Bot) -> "SlotNames":
        """Collect them from names, descriptions and questions."""
        asks = _questions(bot)
        texts = {
            name: (name.replace("_", " "), slot.description or "", *asks[name]) for name, slot in bot.slots.items()
        }
        return SlotNames(
            Vocabulary({n: _weights(n, slot.type, slot.description, asks[n]) for n, slot in bot.slots.items()}),
            {name: _roles(known) for name, known in texts.items()},
            tuple((name, text) for name, known in texts.items() for text in dict.fromkeys(known) if text),
        )

    def with_vectors(self, vectors: Vectors) -> "SlotNames":
        """The same with the vectors of its phrases."""
        return replace(self, vectors=unit(vectors) if len(vectors) else None)

    def closest(self, vector: npt.NDArray[np.float32], among: Iterable[str]) -> str | None:
        """The slot whose name, description or question is closest in meaning; None when none is close, or two are."""
        if self.vectors is None:
            return None
        similar = self.vectors @ unit(vector[None, :])[0]
        best = dict.fromkeys(among, -1.0)
        for (name, _), value in zip(self.phrases, similar, strict=True):
            if name in best:
                best[name] = max(best[name], float(value))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < LEAST_SIMILAR:
            return None
        return ranked[0][0] if len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= LEAST_AHEAD else None


def _questions(bot: Bot) -> dict[str, list[str]]:
    asks: dict[str, list[str]] = {name: [] for name in bot.slots}
    for flow in bot.flows.values():
        for node in flow.nodes.values():
            if isinstance(node, Ask) and node.slot in asks:
                asks[node.slot].append(plain(node.say))
    return asks


def _weights(name: str, kind: str, description: str | None, asked: Sequence[str]) -> dict[str, float]:
    weights = Weights()
    own = parts(name)
    weights.add(own[-1:], HEAD)
    weights.add(own[:-1], MODIFIER)
    weights.add(content(description or ""), DESCRIPTION)
    weights.add((stem(word) for word in str(data(FILE)["types"].get(kind, "")).split()), TYPE)
    for text in (description or "", *asked):
        spoken = " ".join(Words.of(text).tokens)
        for question, words in data(FILE)["questions"].items():
            if re.search(rf"\b{question}\b", spoken):
                weights.add((stem(word) for word in words.split()), QUESTION)
    for text in asked:
        weights.add(content(text), ASKED)
    return weights.words


def _roles(texts: Sequence[str]) -> frozenset[str]:
    """Words such as "from" in the slot's name or question: values behind them are for this slot."""
    rows = [frozenset(row.split()) for row in data(FILE)["roles"]]
    for at, text in enumerate(texts):
        tokens = Words.of(text).tokens
        telling = set(tokens) if at == 0 else {tokens[-1], *_before_which(tokens)} if tokens else set()
        found = [row for row in rows if telling & row]
        if len(found) == 1:
            return found[0]
    return frozenset()


def _before_which(tokens: tuple[str, ...]) -> set[str]:
    return {tokens[at - 1] for at, token in enumerate(tokens) if at and token in ("which", "what", "where", "whom")}
