"""Talk about the conversation, by meaning."""

import asyncio

import pytest

from flows.understanding.talk import examples
from tests.flows.understanding.stage import Stage


@pytest.mark.parametrize(("text", "kind"), [("could you repeat that for me", "repeat"), ("banana split", None)])
def test_close_enough_or_none(stage: Stage, text: str, kind: str | None) -> None:
    vector = asyncio.run(stage.sentence(text).vector())
    assert vector is not None
    act = stage.trained.talk.act(vector, 0.6)
    assert (act.act if act is not None else None) == kind


def test_every_kind_has_sentences() -> None:
    assert all(len(sentences) >= 3 for sentences in examples().values())
