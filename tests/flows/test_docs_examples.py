"""The bots and conversations in the docs are what the bots do."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.silent_output import SilentOutput
from flows.driver.test_runner import run_tests
from flows.engine.program import Program
from flows.loader.load import load_text
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.providers import Understanders
from tests.flows.small_bots import NOW
from tools.box import ToolBox

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```(yaml|chat)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A bot of a page, and a conversation with it."""

    page: str
    line: int
    bot: str
    chat: str | None


def examples() -> list[Example]:
    found = []
    for page in sorted(DOCS.rglob("*.md")):
        text, bot = page.read_text(encoding="utf-8"), ""
        for match in FENCE.finditer(text):
            kind, body = match.groups()
            line = text[: match.start()].count("\n") + 1
            if kind == "yaml" and body.startswith("voxloom:"):
                bot = body
                found.append(Example(page.name, line, bot, None))
            elif kind == "chat":
                found.append(Example(page.name, line, bot, body))
    return found


EXAMPLES = examples()


def _bot(text: str) -> Bot:
    loaded = load_text(text)
    assert loaded.bot is not None, loaded.findings
    told = [finding for finding in loaded.findings if finding.path != "language"]  # its page says what is read of it
    assert told == []
    return loaded.bot


def test_there_are_examples() -> None:
    assert sum(example.chat is not None for example in EXAMPLES) >= 6


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.page}:{example.line}")
def test_the_example_holds(example: Example, embedder: InProcessEmbedder) -> None:
    asyncio.run(_hold(example, embedder))


async def _hold(example: Example, embedder: InProcessEmbedder) -> None:
    bot = _bot(example.bot)
    understander = await Understanders().of(bot, embedder)
    if example.chat is None:
        report = await run_tests(Program(bot), understander, lambda stubs: ToolBox(bot, stubs, bound=False))
        assert report.failed == 0, report.as_json()
        return
    talk = Conversation(Program(bot), understander, ToolBox(bot, {}, bound=False), SilentOutput(), FixedClock(NOW))
    happened = [f"bot: {text}" for text in (await talk.start()).said]
    for line in example.chat.splitlines():
        if line.startswith("you: "):
            words = line.removeprefix("you: ")
            turn = await (talk.silence() if words == "/silence" else talk.hear(words))
            happened += [line, *(f"bot: {text}" for text in turn.said)]
    assert happened == example.chat.splitlines()
