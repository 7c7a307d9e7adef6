"""The starter bot that answers from documents, with its real documents: said with their source, or not at all."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks._knowledge import SHIPPED, documents
from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.model_stubs import ModelStubs
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.cli import ROOT
from tests.flows.small_bots import NOW
from tools.box import ToolBox
from tools.knowledge.bases import Bases
from tools.knowledge.bound import BoundKnowledge, WithKnowledge
from tools.knowledge.loading import Standing
from tools.knowledge.starters import STARTERS

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def bot() -> Bot:
    loaded = load_path(ROOT / "templates" / "bots" / "service_desk.yaml")
    assert loaded.bot is not None
    assert loaded.findings == ()
    return loaded.bot


def talked(bot: Bot, embedder: InProcessEmbedder, *lines: str) -> list[Turn]:
    """What the bot does at each line."""
    made = dict(enumerate(documents(embedder._model, SHIPPED)))
    known = {each.name: Standing(each.name, STARTERS[each.name][1], number, None) for number, each in made.items()}

    async def rows(_workspace: int, work: Callable[..., Any], *given: Any) -> Any:
        return known if work.__name__ == "standings" else [made[number] for _, number in given[0]]

    async def run() -> list[Turn]:
        bases = Bases(embedder, in_workspace=rows)
        models = WithKnowledge(ModelStubs(bot), BoundKnowledge(bases, 1, bot))
        understander = await LocalUnderstanding.train(bot, embedder)
        talk = Conversation(Program(bot), understander, ToolBox(bot), SilentOutput(), FixedClock(NOW), None, models)
        await talk.start()
        turns = [await talk.hear(line) for line in lines]
        await bases.aclose()
        return turns

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("question", "title", "says"),
    [
        ("how many days do i have to return something", "the returns policy", "30 days"),
        ("what does a paper transfer cost", "the fees and terms", "2.20 euros"),
        ("which tram stops at the clinic", "the visiting guide", "tram number 7"),
        ("is there halal food", "the visiting guide", "halal"),
    ],
)
def test_a_question_is_answered_with_its_source(
    bot: Bot, embedder: InProcessEmbedder, question: str, title: str, says: str
) -> None:
    [turn] = talked(bot, embedder, question)
    assert turn.said[0].startswith(f"From {title}")
    assert says in turn.said[0]


def test_what_no_document_says_is_not_known_and_a_person_is_offered(bot: Bot, embedder: InProcessEmbedder) -> None:
    first, second = talked(bot, embedder, "who won the football world cup", "yes please")
    assert first.said == [
        "I'm sorry, I don't know that: it isn't in the documents that I have.",
        "Shall I put you through to a person?",
    ]
    assert "put you through" in second.said[0]
