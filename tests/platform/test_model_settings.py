"""The operator's choice of what speaks to callers."""

import pytest

from tools.models.address import FIRST_WORD_MS, LOCAL, ModelAddress
from voxloom.settings.environment import Environment
from voxloom.settings.model import read_model


def _read(**variables: str) -> tuple[ModelAddress | None, list[str]]:
    environment = Environment(variables)
    return read_model(environment), environment.problems


def test_there_is_none_of_itself() -> None:
    assert _read() == (None, [])
    assert _read(MODEL_API_BASE="http://127.0.0.1:8081/v1") == (None, [])


def test_a_hosted_model_and_one_on_this_machine() -> None:
    assert _read(MODEL="openai/x") == (ModelAddress("openai/x", "", "", FIRST_WORD_MS), [])
    address = ModelAddress("openai/small", "http://127.0.0.1:8081/v1", "none", 900)
    assert _read(
        MODEL="openai/small", MODEL_API_BASE="http://127.0.0.1:8081/v1", MODEL_API_KEY="none", MODEL_DEADLINE_MS="900"
    ) == (address, [])


@pytest.mark.parametrize(
    ("variables", "problem"),
    [({"MODEL_API_BASE": "ftp://a"}, "begins with http"), ({"MODEL_DEADLINE_MS": "5"}, "from 100 to 30000")],
)
def test_what_does_not_fit_is_told(variables: dict[str, str], problem: str) -> None:
    _, problems = _read(MODEL="openai/x", **variables)
    assert len(problems) == 1
    assert problem in problems[0]


def test_a_price_is_two_numbers_and_anything_else_is_told() -> None:
    given, problems = _read(MODEL="openai/x", MODEL_PRICE="0.15, 0.6")
    assert given is not None
    assert (given.price, problems) == ((0.15, 0.6), [])
    for text in ("1", "1,2,3", "a,b", "-1,2", "nan,1", "1,inf", "1,99999"):
        given, (problem,) = _read(MODEL="openai/x", MODEL_PRICE=text)
        assert given is not None
        assert given.price is None
        assert problem.startswith("MODEL_PRICE must be two prices with a comma between them")


def test_the_small_model_of_this_machine_is_chosen_by_a_word() -> None:
    given, problems = _read(MODEL="local", MODEL_DEADLINE_MS="5000")
    assert given is not None
    assert (given.model, given.deadline_ms, problems) == (LOCAL, 5_000, [])
