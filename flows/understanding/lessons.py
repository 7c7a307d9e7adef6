"""What is learned of a bot by vectors: its sentences, and what was fitted to them. Kept by a hash of the sentences."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.definition.bot import Bot
from flows.understanding.intents import STRENGTH, IntentModel
from flows.understanding.normal import normal
from flows.understanding.port import Vectors
from flows.understanding.regression import Regression
from flows.understanding.slot_names import SlotNames
from flows.understanding.talk import examples

FORMAT = 1
"""Of what is kept; raised whenever the same sentences give other vectors or fits."""
DESCRIPTION_COUNTS = 2.0
"""An intent's description says what all its examples have in common."""


@dataclass(frozen=True)
class Lesson:
    """The sentences of a bot: examples and descriptions of its intents, talk, and what names its slots."""

    intents: tuple[str, ...]
    examples: tuple[str, ...]
    labels: tuple[int, ...]
    """The intent of each example, by its place."""
    counts: tuple[float, ...]
    """How much each example counts."""
    talk: tuple[str, ...]
    naming: tuple[str, ...]

    @staticmethod
    def of(bot: Bot, slots: SlotNames) -> "Lesson":
        """Of the intents that start a flow."""
        triggered = {intent for flow in bot.flows.values() for intent in flow.triggers}
        wanted = {name: intent.examples for name, intent in bot.intents.items() if name in triggered}
        sentences, labels = IntentModel.sentences(wanted)
        told = [bot.intents[name].description or " ".join(name.split("_")) for name in wanted]
        return Lesson(
            tuple(wanted),
            tuple(normal(text) for text in (*sentences, *told)),
            (*(int(label) for label in labels), *range(len(told))),
            (*(1.0 for _ in sentences), *(DESCRIPTION_COUNTS for _ in told)),
            tuple(normal(text) for several in examples().values() for text in several),
            tuple(normal(phrase) for _, phrase in slots.phrases),
        )

    @property
    def sentences(self) -> list[str]:
        """All of them, in the order of their vectors."""
        return [*self.examples, *self.talk, *self.naming]

    def key(self, vectors: str) -> str:
        """The hash under which what was learned is kept. `vectors`: which vectors it was learned with."""
        parts = [
            FORMAT,
            vectors,
            STRENGTH,
            self.intents,
            self.examples,
            self.labels,
            self.counts,
            self.talk,
            self.naming,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Learned:
    """The vectors of a lesson's sentences, and the regressions fitted to them."""

    vectors: Vectors
    intents: Regression
    talk: Regression

    def parts(self, lesson: Lesson) -> tuple[Vectors, Vectors, Vectors]:
        """The vectors of examples, talk and naming."""
        ends = len(lesson.examples), len(lesson.examples) + len(lesson.talk)
        return self.vectors[: ends[0]], self.vectors[ends[0] : ends[1]], self.vectors[ends[1] :]

    def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
        """All of it by name, as it is kept."""
        return {
            "vectors": self.vectors,
            "intents": np.column_stack([self.intents.weights, self.intents.bias]),
            "talk": np.column_stack([self.talk.weights, self.talk.bias]),
        }

    @staticmethod
    def of_arrays(arrays: Mapping[str, npt.NDArray[np.float32]], lesson: Lesson) -> "Learned":
        """What was kept. Raises ValueError or KeyError when it does not fit the lesson."""
        vectors = np.ascontiguousarray(arrays["vectors"], np.float32)
        rows = {"intents": len(lesson.intents), "talk": len(examples())}
        fits = all(arrays[name].shape == (count, vectors.shape[1] + 1) for name, count in rows.items())
        if len(vectors) != len(lesson.sentences) or not fits:
            raise ValueError("what was kept does not fit the bot")
        intents, talk = (np.ascontiguousarray(arrays[name], np.float32) for name in rows)
        return Learned(vectors, Regression(intents[:, :-1], intents[:, -1]), Regression(talk[:, :-1], talk[:, -1]))


def learn(lesson: Lesson, vectors: Vectors) -> Learned:
    """Fit to the vectors of a lesson's sentences: milliseconds for a small bot, seconds for 10,000 examples."""
    bare = Learned(vectors, _NONE, _NONE)
    own, talk, _ = bare.parts(lesson)
    return Learned(vectors, model(lesson, own).regression, talk_model(talk).regression)


def model(lesson: Lesson, vectors: Vectors, regression: Regression | None = None) -> IntentModel:
    """The intents of a lesson; fitted where `regression` is not known yet."""
    counts = np.array(lesson.counts, np.float32)
    return IntentModel(lesson.intents, np.array(lesson.labels, np.int64), vectors, counts, regression)


def talk_model(vectors: Vectors, regression: Regression | None = None) -> IntentModel:
    """The kinds of talk about the conversation."""
    like: Mapping[str, Sequence[str]] = examples()
    _, labels = IntentModel.sentences(like)
    return IntentModel(list(like), labels, vectors, regression=regression)


_NONE = Regression(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
