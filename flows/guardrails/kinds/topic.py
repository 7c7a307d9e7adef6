"""`topic`: what is said about something, by sentence vectors.

A handful of examples says little about where a topic ends, so a regression tells them from several hundred ordinary
sentences, from `but_not`, and from what the bot's own intents are asked for with. The limit lies above all of these.
"""

from dataclasses import dataclass, replace

import numpy as np

from flows.definition.bot import Bot
from flows.definition.guardrails.topic import Topic
from flows.guardrails.background import background
from flows.guardrails.found import Found
from flows.understanding.normal import normal
from flows.understanding.port import Embedder, Vectors, quick_half
from flows.understanding.regression import Regression, fitted

STRENGTH = 20.0
"""The inverse of the penalty. Among 1, 5, 20 and 100 it made no difference to what is found of red_team/known.yaml."""
EXAMPLE_COUNTS, NOT_COUNTS = 10.0, 3.0
"""How much an example and one of `but_not` count beside an ordinary sentence."""
ABOVE = 0.2
"""By so much, in logarithms of odds, the limit lies above what is never meant."""
NOT_ABOUT = 0.3
"""Below this cosine with every example a text is about something else."""
QUICK_ABOVE, QUICK_NOT_ABOUT = 0.0, 0.35
"""The same for the quick half of the vectors, which looks at what models write. Of the topics of `red_team/known.yaml`
27 of 40 are found with it (29 with whole vectors, 26 with the limit of those), and none in the 30 harmless clauses;
below zero ordinary sentences would be found, such as "good morning" by examples of good investments. By the cosine a
fifth of what is about a topic is taken for something else, as with whole vectors."""


@dataclass(frozen=True)
class Topics:
    """One rule, ready to find."""

    rule: Topic
    examples: Vectors
    regression: Regression
    limit: float
    not_about: float = NOT_ABOUT

    @staticmethod
    async def of(rule: Topic, bot: Bot, embedder: Embedder) -> "tuple[Topics, Topics]":
        """All of its sentences become vectors: ready for whole ones, and for their quick halves."""
        asked = [each for intent in bot.intents.values() for each in intent.examples]
        examples = await embedder.embed([normal(each) for each in rule.examples])
        never = [normal(each) for each in (*rule.but_not, *asked)]
        apart = await embedder.embed(never) if never else np.zeros((0, examples.shape[1]), np.float32)
        ordinary = background(embedder.versions, examples.shape[1])
        whole = _fitted(rule, examples, apart, ordinary, ABOVE)
        quick = _fitted(rule, quick_half(examples), quick_half(apart), quick_half(ordinary), QUICK_ABOVE)
        return whole, replace(quick, not_about=QUICK_NOT_ABOUT)

    def find(self, vector: Vectors) -> Found | None:
        """Whether a sentence is about it; `vector` is its row."""
        alike = self.examples @ vector
        at = int(alike.argmax())
        if self.rule.only:
            score = float(alike[at])
            return Found("about something else", 1 - score) if score < self.not_about else None
        above = float(_odds(self.regression, vector[None, :])[0]) - self.limit
        if above <= 0:
            return None
        return Found(f"like “{self.rule.examples[at]}”", float(1 / (1 + np.exp(-above))))


def _fitted(rule: Topic, examples: Vectors, apart: Vectors, ordinary: Vectors, above: float) -> Topics:
    rows = np.vstack([examples, apart, ordinary])
    labels = np.zeros(len(rows), np.int64)
    labels[: len(examples)] = 1
    counts = np.ones(len(rows), np.float32)
    counts[: len(examples)], counts[len(examples) : len(examples) + len(apart)] = EXAMPLE_COUNTS, NOT_COUNTS
    regression = fitted(rows, labels, 2, counts, STRENGTH)
    never = [float(_odds(regression, rows).max()) for rows in (apart, ordinary) if len(rows)]
    return Topics(rule, examples, regression, max(never, default=-above) + above)


def _odds(regression: Regression, rows: Vectors) -> Vectors:
    chances = regression.chances(rows)
    result: Vectors = chances[:, 1] - chances[:, 0]
    return result
