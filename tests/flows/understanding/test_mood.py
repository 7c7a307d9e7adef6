"""How callers sound is what the lessons teach, and is told from the vector that was made anyway."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.understanding.local import LocalUnderstanding
from flows.understanding.mood import AMOUNTS, EMOTIONS, SAME, change, kept, learn, lessons, tone_with
from flows.understanding.normal import normal
from flows.understanding.port import Embedder, Vectors
from flows.understanding.tone import tone_of
from flows.values.setting import ANYWHERE
from tests.flows.understanding.mood_scoring import by_meaning, by_words, held_out, hits

HARMLESS = Path(__file__).parents[1] / "guardrails" / "red_team" / "harmless_known.yaml"


def test_what_is_kept_is_what_the_lessons_teach(embedder: Embedder) -> None:
    vectors = {
        what: {kind: asyncio.run(embedder.embed([normal(each) for each in of])) for kind, of in kinds.items()}
        for what, kinds in lessons().items()
    }
    emotion, complexity = vectors["emotion"], vectors["complexity"]
    rows = np.vstack([*emotion.values(), *complexity.values()])
    assert change(learn(emotion, complexity, embedder.versions), kept(), rows) < SAME, "run scripts/mood.py"
    turned = learn({**emotion, "calm": emotion["angry"]}, complexity, embedder.versions)
    assert change(turned, kept(), rows) > SAME
    assert kept().versions == embedder.versions


def test_no_sentence_is_taught_twice_nor_scored_that_was_taught() -> None:
    assert (tuple(lessons()["emotion"]), tuple(lessons()["complexity"])) == (EMOTIONS, AMOUNTS)
    taught = [normal(each) for kinds in lessons().values() for of in kinds.values() for each in of]
    scored = [normal(each) for kinds in held_out().values() for of in kinds.values() for each in of]
    assert len(taught) == len(set(taught))
    assert not set(taught) & set(scored)
    assert all(len(of) >= 40 for kinds in lessons().values() for of in kinds.values())


def test_held_out_sentences_are_told_far_better_than_by_their_words(embedder: Embedder) -> None:
    sentences = [each for kinds in held_out().values() for of in kinds.values() for each in of]
    tells = asyncio.run(by_meaning(embedder, sentences))
    for what, least in (("emotion", 0.88), ("complexity", 0.95)):
        by = {how: hits(tells if how == "meaning" else by_words, what) for how in ("meaning", "words")}
        rates = {how: sum(r for r, _ in of.values()) / sum(n for _, n in of.values()) for how, of in by.items()}
        assert rates["meaning"] >= least
        assert rates["meaning"] >= rates["words"] + 0.3


def test_ordinary_callers_are_mostly_calm(embedder: Embedder) -> None:
    said = yaml.safe_load(HARMLESS.read_text(encoding="utf-8"))["said"]
    tells = asyncio.run(by_meaning(embedder, said))
    angry = [each for each in said if tells(each).emotion == "angry"]
    assert len(angry) <= len(said) // 8, angry


def test_of_a_few_words_and_of_other_vectors_the_words_tell(embedder: Embedder) -> None:
    (row,) = asyncio.run(embedder.embed(["i am furious with all of you people"]))
    assert tone_with("what a day", row, embedder.versions).emotion == "angry"
    for text, vector, versions in (("a day", row, embedder.versions), ("what a day", row, "others"),
                                   ("what a day", None, embedder.versions)):  # fmt: skip
        assert tone_with(text, vector, versions) == tone_of(text)


class Counting:
    """Counts what is made."""

    def __init__(self, inner: Embedder) -> None:
        self._inner, self.versions = inner, inner.versions
        self.made: list[str] = []

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        self.made += sentences
        return await self._inner.embed(sentences)


@pytest.mark.parametrize(
    ("text", "emotion", "vectors"),
    [("you people are completely useless to me", "angry", 1), ("stop", "calm", 0), ("", "calm", 0)],
)
def test_no_vector_is_made_for_it(
    text: str, emotion: str, vectors: int, starter_bots: dict[str, Bot], embedder: Embedder
) -> None:
    counting = Counting(embedder)
    local = asyncio.run(LocalUnderstanding.train(starter_bots["riverbank"], counting))
    counting.made.clear()
    understood = asyncio.run(local.understand(text, Expectation(), {}, ANYWHERE))
    assert (understood.emotion, len(set(counting.made))) == (emotion, vectors)
