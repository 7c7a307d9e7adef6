"""Golden conversations of both starter bots. VOXLOOM_UPDATE_GOLDEN=1 writes what comes of them; read the diff."""

import asyncio
import os
from pathlib import Path

import pytest
import yaml

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.golden_conversations import converse, write

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*/*.yaml"))
UPDATE = os.environ.get("VOXLOOM_UPDATE_GOLDEN") == "1"
LEAST_OF_A_BOT = 12


@pytest.fixture(scope="module")
def understanders(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> dict[str, LocalUnderstanding]:
    return {slug: asyncio.run(LocalUnderstanding.train(bot, embedder)) for slug, bot in starter_bots.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_goes_as_written(
    path: Path, starter_bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding]
) -> None:
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    slug = path.parent.name
    seen = asyncio.run(converse(starter_bots[slug], understanders[slug], golden))
    if UPDATE:
        write(path, golden, seen)
        return
    assert seen[0] == golden["greeting"]
    for number, (step, entry) in enumerate(zip(golden["turns"], seen[1:], strict=True), 1):
        assert entry == step["then"], f"turn {number} of {path.stem}"


@pytest.mark.parametrize("slug", ["riverbank", "table_booking"])
def test_there_are_enough_of_them(slug: str) -> None:
    assert sum(1 for path in FILES if path.parent.name == slug) >= LEAST_OF_A_BOT
