"""Values that were said once more."""

from typing import Any

import pytest

from flows.understanding.answers import answer
from flows.understanding.reading import read
from tests.flows.understanding.stage import READ_BACK, Stage, acts, line


@pytest.mark.parametrize(
    ("text", "known", "told"),
    [
        ("eight fifty yes that's the one", 850, [("affirm",)]),
        ("eight fifty", 850, [("affirm",)]),
        ("yeah eight fifty to john", 8.5, [("affirm",)]),
        ("one twenty five please", 125, [("affirm",)]),
        ("no eight fifty", 850, [("deny",), ("correct", "amount", 850, 8.5, True)]),
        ("eight fifty actually", 850, [("correct", "amount", 850, 8.5, True)]),
        ("make it eight fifty", 850, [("correct", "amount", 850, 8.5, True)]),
        ("eight sixty", 850, [("correct", "amount", 850, 8.6, True)]),
    ],
)
def test_the_other_reading_of_what_is_read_back(stage: Stage, text: str, known: Any, told: Any) -> None:
    assert acts(answer(stage.sentence(text, READ_BACK, {"payee": "john", "amount": known}))) == told


@pytest.mark.parametrize(
    ("text", "known", "value"),
    [
        ("not eight pounds fifty eight hundred and fifty pounds", 8.5, 850),
        ("no not forty euros fifty euros", 40, 50),
        ("no eight hundred and fifty pounds", 8.5, 850),
        ("no fifty euros", 60, "50 EUR"),
        ("fifty pounds", 60, "50 GBP"),
    ],
)
def test_a_currency_in_loose_words(stage: Stage, text: str, known: Any, value: Any) -> None:
    reading = read(line(text), stage.situation(READ_BACK, {"payee": "john", "amount": known}))
    assert reading.values["amount"].value == value
