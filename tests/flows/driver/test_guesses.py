"""Which of a recogniser's guesses is meant."""

import asyncio
from collections.abc import Mapping

import pytest

from flows.driver.guesses import MOST_GUESSES, understood
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation

NOTHING = Act("out_of_scope", 0.5)
TIME = Act("fill", 0.9, slot="time", value="15:30")
ASKED = Expectation("slot", "book", "when", "time")
REQUEST = Expectation("request")
READ_BACK = Expectation("confirm", "book", "when", "time")


def _meant(first: Act, others: Mapping[str, Act], expectation: Expectation) -> tuple[str, tuple[Act, ...], list[str]]:
    asked: list[str] = []

    async def quickly(text: str) -> Understanding:
        asked.append(text)
        return Understanding(text, (others[text],))

    found = asyncio.run(understood(Understanding("first", (first,)), list(others), expectation, quickly))
    return found.text, found.acts, asked


def test_the_first_that_answers_counts_and_is_read_back() -> None:
    text, acts, asked = _meant(NOTHING, {"f past": NOTHING, "half past three": TIME, "have": TIME}, ASKED)
    assert text == "half past three"
    assert acts == (Act("fill", 0.9, slot="time", value="15:30", doubtful=True),)
    assert asked == ["f past", "half past three"]


@pytest.mark.parametrize("first", [TIME, Act("repeat"), Act("help"), Act("start_flow", 0.9, flow="menu")])
def test_what_says_something_is_not_doubted(first: Act) -> None:
    assert _meant(first, {"other": TIME}, ASKED) == ("first", (first,), [])


@pytest.mark.parametrize(
    ("other", "expectation", "counts"),
    [
        (Act("fill", 0.9, slot="name", value="Ann"), ASKED, False),
        (Act("start_flow", 0.9, flow="menu"), ASKED, False),
        (Act("fill", 0.9, slot="time", value=True), ASKED, False),  # a yes that was perhaps not said
        (Act("fill", 0.9, slot="time", value=False), ASKED, True),
        (Act("start_flow", 0.9, flow="menu"), REQUEST, True),
        (Act("start_flow", 0.52, flow="menu"), REQUEST, False),
        (Act("human", 0.9), REQUEST, False),
        (Act("affirm", 0.9), READ_BACK, False),
        (Act("deny", 0.9), READ_BACK, True),
        (Act("correct", 0.9, slot="time", old="15:00", new="15:30"), READ_BACK, True),
    ],
)
def test_what_a_guess_may_mean(other: Act, expectation: Expectation, counts: bool) -> None:
    assert (_meant(NOTHING, {"other": other}, expectation)[0] == "other") is counts


def test_only_a_few_are_tried() -> None:
    others = {f"guess {number}": NOTHING for number in range(9)}
    assert len(_meant(NOTHING, others, ASKED)[2]) == MOST_GUESSES
