"""Callers who look for something or are called away."""

import asyncio
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.situation import Situation
from flows.understanding.slot_names import SlotNames
from flows.understanding.waiting import called_away, seeks
from flows.values.setting import Setting
from tests.flows.understanding.stage import line, told

CLINIC = Path(__file__).parents[1] / "golden_bots" / "clinic.yaml"
NAME = Expectation("slot", "identify", "name", "full_name", open_flows=("identify",))
HURTS = Expectation("slot", "make", "where", "complaint", open_flows=("make",))


@pytest.fixture(scope="module")
def clinic() -> Bot:
    bot = load_path(CLINIC).bot
    assert bot is not None
    return bot


@pytest.mark.parametrize(
    ("text", "name", "complaint"),
    [
        ("looking for my diary", True, True),
        ("sorry hang on i'm just looking for my diary", True, True),
        ("i'm still searching for the letter", True, False),
        ("let me find my glasses", True, True),
        ("my tooth hurts when i'm eating", False, False),
    ],
)
def test_looking_for_something(clinic: Bot, text: str, name: bool, complaint: bool) -> None:
    names = SlotNames.of(clinic)
    assert seeks(line(text), Situation(clinic, names, NAME, {})) is name
    assert seeks(line(text), Situation(clinic, names, HURTS, {})) is complaint


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("one moment my wife's calling", True),
        ("hang on somebody's at the door", True),
        ("just a second i'm driving", True),
        ("hold on", True),
        ("one moment it hurts at the back", False),
        ("my wife's calling", False),
    ],
)
def test_called_away_from_a_question_for_any_words(clinic: Bot, text: str, away: bool) -> None:
    assert called_away(line(text), Situation(clinic, SlotNames.of(clinic), HURTS, {})) is away


def test_nobody_is_called_my_diary(clinic: Bot, embedder: InProcessEmbedder) -> None:
    understander = asyncio.run(LocalUnderstanding.train(clinic, embedder))

    def acts(text: str) -> list[tuple[object, ...]]:
        return [told(act) for act in asyncio.run(understander.understand(text, NAME, {}, Setting())).acts]

    for text in ("looking for my diary", "one moment my wife's calling", "just a sec the kettle's boiling"):
        assert acts(text) == [("wait",)]
    assert acts("one moment please maria lopez") == [("fill", "full_name", "Maria Lopez")]
