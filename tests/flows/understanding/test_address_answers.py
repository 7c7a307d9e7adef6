"""Addresses: what is put right in place, and postcodes said along with a street."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.loader.load import load_path, load_text
from flows.understanding.address_answers import mended_address, without_postcode
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.situation import Situation
from flows.understanding.slot_names import SlotNames
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.understanding.stage import line, told

POWER = Path(__file__).parents[1] / "golden_bots" / "power.yaml"
KNOWN = {"moving_day": "2026-02-01", "street": "twelve church street"}
AREA = Expectation("slot", "move", "area", "area", filled_slots=tuple(KNOWN), open_flows=("move",))
BACK = Expectation("confirm", "move", "area", "area", filled_slots=(*KNOWN, "area"), open_flows=("move",))
STREET = Expectation("slot", "move", "street", "street", open_slots=("area",), open_flows=("move",))
UK = Setting(now="2026-01-05T10:00", region="GB")


@pytest.fixture(scope="module")
def power() -> Bot:
    bot = load_path(POWER).bot
    assert bot is not None
    return bot


def situation(bot: Bot, expectation: Expectation, known: dict[str, Any]) -> Situation:
    return Situation(bot, SlotNames.of(bot), expectation, known)


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("no the street's wrong it's station road", "twelve station road"),
        ("not church street station road", "twelve station road"),
        ("sorry it should be fourteen", None),
        ("sorry number fourteen", "fourteen church street"),
        ("church lane not church street", "twelve church lane"),
        ("why do you need that in the first place", None),
        ("twelve mill road", None),
        ("s w one a one a a", None),
    ],
)
def test_a_street_is_put_right_in_place(power: Bot, text: str, street: str | None) -> None:
    mend = mended_address(line(text), situation(power, AREA, KNOWN))
    assert (mend[0].value if mend is not None else None) == street


def test_the_rest_of_the_sentence_is_understood_too(power: Bot, embedder: InProcessEmbedder) -> None:
    understander = asyncio.run(LocalUnderstanding.train(power, embedder))

    def acts(text: str, expectation: Expectation, known: dict[str, Any]) -> list[tuple[object, ...]]:
        understood = asyncio.run(understander.understand(text, expectation, known, UK))
        return [told(act) for act in understood.acts]

    both = "oh s w one a one a a sorry and it's not church street it's station road twelve station road"
    assert acts(both, AREA, KNOWN) == [
        ("fill", "area", "SW1A1AA"),
        ("correct", "street", "twelve church street", "twelve station road"),
    ]
    assert acts("no it's station road", BACK, {**KNOWN, "area": "SW1A1AA"}) == [
        ("deny",),
        ("correct", "street", "twelve church street", "twelve station road"),
    ]
    known = {"moving_day": "2026-02-01", "street": "twelve station road", "area": "SW1A1AA"}
    assert acts("no it's twelve station road not church street", BACK, known) == [("out_of_scope",)]
    assert acts("yes twelve station road", BACK, known) == [("affirm",)]
    assert acts("seven mill lane and the postcode is e c one a one b b", STREET, {}) == [
        ("fill", "street", "seven mill lane"),
        ("fill", "area", "EC1A1BB"),
    ]


@pytest.mark.parametrize(
    ("text", "rest", "code"),
    [
        ("twelve church street s w one a one a a", "twelve church street", "SW1A1AA"),
        ("four mill lane postcode is e c one a one b b", "four mill lane", "EC1A1BB"),
        ("twelve church street", "twelve church street", None),
    ],
)
def test_a_postcode_behind_the_street(power: Bot, text: str, rest: str, code: str | None) -> None:
    words, found = without_postcode(Words.of(text, UK), situation(power, STREET, {}))
    assert words.original(0, len(words)) == rest
    assert (found.value if found is not None else None) == code


def test_a_postcode_that_was_given_stays(power: Bot) -> None:
    words = Words.of("four mill lane e c one a one b b", UK)
    kept, found = without_postcode(words, situation(power, STREET, {"area": "SW1A1AA"}))
    assert (kept, found) == (words, None)
    again, same = without_postcode(words, situation(power, STREET, {"area": "EC1A1BB"}))
    assert len(again) < len(words)
    assert same is not None


def test_an_address_is_tidied_again() -> None:
    loaded = load_text(POWER.read_text(encoding="utf-8").replace("street: {type: text,", "street: {type: address,"))
    assert loaded.bot is not None
    here = situation(loaded.bot, AREA, {**KNOWN, "street": "12 Church Street, London"})
    mend = mended_address(line("no it's station road"), here)
    assert mend is not None
    assert mend[0].value == "12 Station Road, London"
