"""Bare values at a yes-or-no question, and days that are for another slot."""

from pathlib import Path
from typing import Any

import pytest

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.loader.load import load_path
from flows.understanding.reading import read
from flows.understanding.situation import Situation
from flows.understanding.slot_names import SlotNames
from tests.flows.understanding.stage import line

CLINIC = Path(__file__).parents[1] / "golden_bots" / "clinic.yaml"
KNOWN = {
    "day": "2026-01-08", "hour": "14:00", "full_name": "Maria Lopez", "birthday": "1980-05-09", "reason": "checkup",
}  # fmt: skip
BOOK = Expectation("slot", "make", "sure", "sure", filled_slots=tuple(KNOWN), open_flows=("make",))


@pytest.fixture(scope="module")
def here() -> Situation:
    bot: Bot | None = load_path(CLINIC).bot
    assert bot is not None
    return Situation(bot, SlotNames.of(bot), BOOK, KNOWN)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no can we do three instead", {"hour": "15:00"}),
        ("no make it eleven", {"hour": "11:00"}),
        ("hmm no make it friday", {"day": "2026-01-09"}),
        ("nope i said tuesday", {"day": "2026-01-06"}),
        ("no i'd rather not", {"sure": False}),
        ("no thanks", {"sure": False}),
        ("thursday doesn't work for me friday", {"day": "2026-01-09"}),
        ("i said the ninth of may it's the nineteenth of may nineteen eighty", {"birthday": "1980-05-19"}),
        ("oh and my birthday is the tenth of may nineteen eighty", {"birthday": "1980-05-10"}),
        ("no it's thursday", {"day": "2026-01-08"}),
    ],
)
def test_what_the_words_change(here: Situation, text: str, values: dict[str, Any]) -> None:
    assert {name: item.value for name, item in read(line(text), here).values.items()} == values
