"""The bot that is made of the sample project holds the conversations that its author meant."""

import asyncio
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.driver.test_runner import run_tests
from flows.engine.program import Program
from flows.exchange.rasa import RasaImport
from flows.loader.load import load_text
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox

CONVERSATIONS = (Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8")
LEAST = 12


@pytest.fixture(scope="module")
def bot(imported: RasaImport) -> Bot:
    loaded = load_text(f"{imported.text}\n{CONVERSATIONS}")
    assert loaded.bot is not None
    assert loaded.findings == ()
    return loaded.bot


def test_the_conversations_go_as_meant(bot: Bot, embedder: InProcessEmbedder) -> None:
    understander = asyncio.run(LocalUnderstanding.train(bot, embedder))
    report = asyncio.run(run_tests(Program(bot), understander, lambda stubs: ToolBox(bot, stubs, bound=False)))
    failed = {test.name: test.failures for test in report.results if test.failures}
    assert failed == {}
    assert len(report.results) >= LEAST


def test_they_hold_every_way_of_talking(bot: Bot) -> None:
    turns = [turn for test in bot.tests.values() for turn in test.turns]
    assert any(turn.dtmf is not None for turn in turns)
    assert any("no, " in (turn.user or "") for turn in turns)
    assert any(turn.expect is not None and "Let's go on" in str(turn.expect.says) for turn in turns)
