"""Prices: as LiteLLM knows them, as the settings say, or none."""

import pytest

from tests.tools.models import asked
from tools.models.address import ModelAddress
from tools.models.prices import Price, price_of, tokens_of


def price(model: str, given: tuple[float, float] | None = None) -> Price:
    return asked.run(price_of(asked.process(), ModelAddress(model, price=given)))


def test_a_price_is_that_of_the_table_or_of_the_settings(caplog: pytest.LogCaptureFixture) -> None:
    known = price("openai/gpt-4o-mini")
    assert (known.asked, known.answered) == (pytest.approx(0.15), pytest.approx(0.6))
    assert price("openai/gpt-4o-mini", (1.0, 2.0)) == Price(1.0, 2.0)
    assert "no price" not in caplog.text
    assert price("openai/of-our-own").free
    assert "no price of openai/of-our-own is known" in caplog.text


def test_a_question_costs_its_tokens_and_those_of_its_answer() -> None:
    assert Price(0.15, 0.6).of(1_000, 100) == 210
    assert Price(0.001, 0.0).of(1, 0) == 1  # never less than what it is
    assert Price().of(1_000, 1_000) == 0
    assert (tokens_of("four words are here", ""), tokens_of()) == (7, 0)
