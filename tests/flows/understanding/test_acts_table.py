"""Sentences in their context and the acts that they must give: all of `data/acts.yaml`, most of those held out."""

import asyncio
import sys

import pytest

from flows.definition.bot import Bot
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.understanding.acts_table import DATA, Entry, entries, right, told

LEAST_HELD_OUT = 78
"""Of 88 sentences that were written before any pattern was."""


@pytest.fixture(scope="module")
def bots(starter_bots: dict[str, Bot]) -> dict[str, Bot]:
    loaded = load_path(DATA / "clinic.yaml")
    assert loaded.bot is not None
    assert loaded.findings == ()
    return {**starter_bots, "clinic": loaded.bot}


@pytest.fixture(scope="module")
def understanders(bots: dict[str, Bot], embedder: InProcessEmbedder) -> dict[str, LocalUnderstanding]:
    return {slug: asyncio.run(LocalUnderstanding.train(item, embedder)) for slug, item in bots.items()}


def _wrong(listed: list[Entry], understanders: dict[str, LocalUnderstanding]) -> list[str]:
    wrong = []
    for entry in listed:
        acts = asyncio.run(told(understanders[entry.bot], entry))
        if not right(entry, acts):
            wrong.append(
                f"{entry.bot}, {entry.context}: {entry.said!r} is {'; '.join(acts)}, not {'; '.join(entry.acts)}"
            )
    return wrong


def test_every_plain_sentence_gives_its_acts(
    bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding]
) -> None:
    listed = list(entries("acts.yaml", bots))
    assert len(listed) >= 395
    assert _wrong(listed, understanders) == []


def test_most_of_those_held_out_do(
    bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = list(entries("acts_held_out.yaml", bots))
    wrong = _wrong(listed, understanders)
    with capsys.disabled():
        sys.stdout.write(
            "\n".join([f"\nacts held out: {len(listed) - len(wrong)} of {len(listed)} right, wrong are:", *wrong, ""])
        )
    assert len(listed) == 88
    assert len(listed) - len(wrong) >= LEAST_HELD_OUT
