"""Sentences in their context and the acts that they must give: all of `data/acts.yaml`, most of those held out."""

import asyncio
import sys

import pytest

from flows.definition.bot import Bot
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.understanding.acts_table import DATA, Entry, entries, right, told

HELD_OUT = {"acts_held_out.yaml": (88, 80), "acts_held_out_again.yaml": (98, 88)}
"""How many sentences of each file there are, and how many must be right. The first file was written before any pattern
was, the second after the first had been looked at."""


@pytest.fixture(scope="module")
def bots(starter_bots: dict[str, Bot]) -> dict[str, Bot]:
    found = dict(starter_bots)
    for slug in ("clinic", "power"):
        loaded = load_path(DATA / f"{slug}.yaml")
        assert loaded.bot is not None
        assert loaded.runnable
        found[slug] = loaded.bot
    return found


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


@pytest.mark.parametrize("name", HELD_OUT)
def test_most_of_those_held_out_do(
    name: str, bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = list(entries(name, bots))
    wrong = _wrong(listed, understanders)
    with capsys.disabled():
        told_of = f"{name}: {len(listed) - len(wrong)} of {len(listed)} right, wrong are:"
        sys.stdout.write("\n".join(["", told_of, *wrong, ""]))
    count, least = HELD_OUT[name]
    assert len(listed) == count
    assert len(listed) - len(wrong) >= least
