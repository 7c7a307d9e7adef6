"""Yes and no in the words of the question."""

import asyncio
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.loader.load import load_path
from flows.understanding.consent import behind_thinking, consent
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.situation import Situation
from flows.understanding.slot_names import SlotNames
from flows.values.setting import Setting
from tests.flows.understanding.stage import READ_BACK, Stage, line, told

CLINIC = Path(__file__).parents[1] / "golden_bots" / "clinic.yaml"
DROP = Expectation("slot", "cancel", "sure", "agree", filled_slots=("full_name",), open_flows=("cancel",))
BOOK = Expectation("slot", "make", "sure", "sure", filled_slots=("day", "hour", "full_name"), open_flows=("make",))
BLOCK = Expectation("slot", "card_lost", "sure", "confirm_block", filled_slots=("card",), open_flows=("card_lost",))
CODE = Expectation(
    "confirm", "cancel_booking", "which", "booking_code", filled_slots=("booking_code",), open_flows=("cancel_booking",)
)


@pytest.fixture(scope="module")
def clinic() -> Bot:
    bot = load_path(CLINIC).bot
    assert bot is not None
    return bot


def situation(bot: Bot, expectation: Expectation, **known: object) -> Situation:
    return Situation(bot, SlotNames.of(bot), expectation, known)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("okay yes cancel it", True),
        ("yes cancel", True),
        ("go ahead and cancel it", True),
        ("could you please just cancel that for me", True),
        ("i want you to cancel the appointment", True),
        ("please cancel it right away", True),
        ("yes cancel the appointment of maria lopez", True),
        ("yes please cancel it i can't come on that day", True),
        ("no don't cancel", False),
        ("we'll keep it don't cancel", False),
        ("keep it", False),
        ("leave it as it is", False),
        ("please don't cancel my appointment", False),
        ("i don't want you to cancel it", False),
        ("i'd rather keep the appointment", False),
        ("nope let it stand", False),
        ("no leave the appointment where it is", False),
        ("no i've changed my mind", False),
        ("you don't have to cancel it", False),
    ],
)
def test_to_a_question_that_speaks_of_cancelling(clinic: Bot, text: str, value: bool) -> None:
    acts = consent(line(text), situation(clinic, DROP, full_name="Maria Lopez"))
    assert [told(act) for act in acts] == [("fill", "agree", value)]


@pytest.mark.parametrize("text", ["no cancel it", "cancel it no don't cancel it", "yes don't cancel it"])
def test_what_contradicts_itself_is_asked_about(clinic: Bot, text: str) -> None:
    assert [act.act for act in consent(line(text), situation(clinic, DROP))] == ["out_of_scope"]


@pytest.mark.parametrize(
    "text",
    ["cancel the appointment with doctor reed", "what happens if i cancel", "cancel it and book friday"],
)
def test_what_says_more_is_none(clinic: Bot, text: str) -> None:
    assert consent(line(text), situation(clinic, DROP)) == []


@pytest.mark.parametrize("text", ["cancel it", "cancel", "yes cancel", "okay cancel"])
def test_another_verb_than_the_question_s_is_none(clinic: Bot, text: str) -> None:
    assert consent(line(text), situation(clinic, BOOK)) == []


def test_the_verbs_of_other_questions(clinic: Bot, stage: Stage) -> None:
    assert [told(act) for act in consent(line("yes freeze it please"), stage.situation(BLOCK))] == [
        ("fill", "confirm_block", True)
    ]
    assert [told(act) for act in consent(line("don't block the card"), stage.situation(BLOCK))] == [
        ("fill", "confirm_block", False)
    ]
    assert [told(act) for act in consent(line("send it"), stage.situation(READ_BACK))] == [("affirm",)]
    assert [told(act) for act in consent(line("don't send it"), stage.situation(READ_BACK))] == [("cancel", "transfer")]
    assert consent(line("leave it as it is"), stage.situation(READ_BACK)) == []


def test_a_read_back_that_speaks_of_cancelling(starter_bots: dict[str, Bot]) -> None:
    here = situation(starter_bots["table_booking"], CODE, booking_code="3920")
    assert [told(act) for act in consent(line("go on cancel it"), here)] == [("affirm",)]
    assert [told(act) for act in consent(line("no keep it"), here)] == [("cancel", "cancel_booking")]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hmm let me see yes that works", ("yes", "that", "works")),
        ("hang on one moment no", ("no",)),
        ("let me think yeah go ahead", ("yeah", "go", "ahead")),
        ("let me see", None),
        ("let me see my diary", None),
        ("yes let me check", None),
    ],
)
def test_an_answer_behind_words_of_waiting(clinic: Bot, text: str, rest: tuple[str, ...] | None) -> None:
    found = behind_thinking(line(text), situation(clinic, BOOK))
    assert (found.tokens if found is not None else None) == rest


def test_goes_before_the_cues(clinic: Bot, embedder: InProcessEmbedder) -> None:
    async def acts(text: str, expectation: Expectation) -> list[tuple[object, ...]]:
        understander = await LocalUnderstanding.train(clinic, embedder)
        known = {"full_name": "Maria Lopez", "day": "2026-01-08", "hour": "14:00"}
        understood = await understander.understand(text, expectation, known, Setting())
        return [told(act) for act in understood.acts]

    assert asyncio.run(acts("okay yes cancel it", DROP)) == [("fill", "agree", True)]
    assert asyncio.run(acts("hmm let me see yes that works", BOOK)) == [("fill", "sure", True)]
    assert asyncio.run(acts("cancel it", BOOK)) == [("cancel",)]
