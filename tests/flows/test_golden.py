"""Golden conversations of the starter bots and of two more. VOXLOOM_UPDATE_GOLDEN=1 writes what comes; read the diff.

Those whose names begin with `goal_` were played by callers who had a goal and had not seen the bot: their words stay.
"""

import asyncio
import os
from pathlib import Path

import pytest
import yaml

from flows.definition.bot import Bot
from flows.driver.test_runner import run_tests
from flows.engine.program import Program
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.golden_conversations import converse, write
from tools.box import ToolBox

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*/*.yaml"))
UPDATE = os.environ.get("VOXLOOM_UPDATE_GOLDEN") == "1"
LEAST_OF_A_BOT = 12


@pytest.fixture(scope="module")
def bots(starter_bots: dict[str, Bot]) -> dict[str, Bot]:
    found = dict(starter_bots)
    for path in sorted((Path(__file__).parent / "golden_bots").glob("*.yaml")):
        loaded = load_path(path)
        assert loaded.bot is not None
        assert loaded.findings == ()
        found[path.stem] = loaded.bot
    return found


@pytest.fixture(scope="module")
def understanders(bots: dict[str, Bot], embedder: InProcessEmbedder) -> dict[str, LocalUnderstanding]:
    return {slug: asyncio.run(LocalUnderstanding.train(bot, embedder)) for slug, bot in bots.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_goes_as_written(path: Path, bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding]) -> None:
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    slug = path.parent.name
    seen = asyncio.run(converse(bots[slug], understanders[slug], golden))
    if UPDATE:
        write(path, golden, seen)
        return
    assert seen[0] == golden["greeting"]
    for number, (step, entry) in enumerate(zip(golden["turns"], seen[1:], strict=True), 1):
        assert entry == step["then"], f"turn {number} of {path.stem}"


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60
    assert len({path.parent.name for path in FILES}) >= 4
    assert sum(path.stem.startswith("goal_") for path in FILES) >= 20


@pytest.mark.parametrize("slug", ["riverbank", "table_booking"])
def test_the_starter_bots_have_enough(slug: str) -> None:
    assert sum(1 for path in FILES if path.parent.name == slug) >= LEAST_OF_A_BOT


@pytest.mark.parametrize("slug", ["clinic", "power"])
def test_the_tests_of_the_other_bots_pass(
    slug: str, bots: dict[str, Bot], understanders: dict[str, LocalUnderstanding]
) -> None:
    bot = bots[slug]
    tools = lambda stubs: ToolBox(bot, stubs, bound=False)  # noqa: E731 - a port in one line
    report = asyncio.run(run_tests(Program(bot), understanders[slug], tools))
    assert report.failed == 0, report.as_json()
