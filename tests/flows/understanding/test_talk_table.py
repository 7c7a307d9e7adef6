"""What callers say about the conversation, held out: how much of it gives its act may not fall."""

import asyncio
import sys
from collections import Counter

import pytest

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.understanding.talk_table import heard, sayings

FLOORS = {
    "talk_held_out.yaml": {
        "idle": (124, 124),
        "a choice": (153, 153),
        "a name": (153, 153),
        "a read-back": (31, 29),
        "a yes or no": (31, 29),
    },
    "talk_held_out_again.yaml": {
        "idle": (50, 42),
        "a choice": (57, 46),
        "a name": (57, 48),
        "a read-back": (4, 3),
        "a yes or no": (4, 3),
    },
}
"""By file and context: how many sentences there are, and how many must be right. Raise a floor, never lower it.
The floors of the second file are what was right when it was written, before anything was changed after it."""


@pytest.fixture(scope="module")
def understanders(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> dict[str, LocalUnderstanding]:
    return {slug: asyncio.run(LocalUnderstanding.train(bot, embedder)) for slug, bot in starter_bots.items()}


@pytest.mark.parametrize("name", FLOORS)
def test_no_fewer_give_their_act(
    name: str, understanders: dict[str, LocalUnderstanding], capsys: pytest.CaptureFixture[str]
) -> None:
    counted, right, wrong = Counter[str](), Counter[str](), []
    for said in sayings(name):
        acts = asyncio.run(heard(said, understanders))
        counted[said.where] += 1
        right[said.where] += acts == (said.act,)
        if acts != (said.act,):
            wrong.append(f"{said.where}, {said.act} ({said.manner}): {said.text!r} is {'; '.join(acts)}")
    with capsys.disabled():
        figures = ", ".join(f"{where} {right[where]} of {count}" for where, count in counted.items())
        sys.stdout.write("\n".join(["", f"{name}: {figures}; wrong are:", *wrong, ""]))
    assert {where: count for where, (count, _) in FLOORS[name].items()} == counted
    for where, (_, least) in FLOORS[name].items():
        assert right[where] >= least, where
