"""Vectors in this process: each sentence once, and not for ever."""

import asyncio
from typing import Any

import numpy as np
import pytest

from flows.definition.bot import Bot
from flows.understanding import in_process
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.vectors import encoder


class CountingModel:
    def __init__(self) -> None:
        self.sentences: list[str] = []

    def encode(self, sentences: list[str]) -> Any:
        self.sentences += sentences
        return [[float(len(sentence)), 0.0] for sentence in sentences]


def _embedder() -> tuple[InProcessEmbedder, CountingModel]:
    embedder, model = InProcessEmbedder(), CountingModel()
    embedder.__dict__["_model"] = model
    return embedder, model


def test_each_sentence_is_made_once() -> None:
    embedder, model = _embedder()
    rows = asyncio.run(embedder.embed(["a", "bb", "a"]))
    asyncio.run(embedder.embed(["bb", "ccc"]))
    assert rows.tolist() == [[1, 0], [2, 0], [1, 0]]
    assert rows.dtype == np.float32
    assert model.sentences == ["a", "bb", "ccc"]


def test_what_is_kept_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_process, "MAX_KNOWN", 3)
    embedder, _ = _embedder()
    rows = asyncio.run(embedder.embed([str(number) for number in range(10)]))
    assert rows.shape == (10, 2)
    assert [sentence for _, sentence in embedder._known] == ["7", "8", "9"]


def test_bots_share_one_set_of_vectors(starter_bots: dict[str, Bot], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[CountingModel] = []

    class Encoder(CountingModel):
        def __init__(self) -> None:
            super().__init__()
            loaded.append(self)

    monkeypatch.setattr(encoder, "SentenceEncoder", Encoder)
    shared = InProcessEmbedder()
    for bot in starter_bots.values():
        asyncio.run(LocalUnderstanding.train(bot, shared))
    assert len(loaded) == 1
    assert len(loaded[0].sentences) == len(set(loaded[0].sentences))  # talk about the conversation is made once
