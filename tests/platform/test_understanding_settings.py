"""The operator's choice of who understands callers."""

import pytest

from voxloom.settings.environment import Environment
from voxloom.settings.understanding import Understanding, read_understanding


def _read(**variables: str) -> tuple[Understanding, list[str]]:
    environment = Environment(variables)
    return read_understanding(environment), environment.problems


def test_is_local_by_itself() -> None:
    assert _read() == (Understanding("local", None), [])
    assert _read(UNDERSTANDING_MODEL="openai/x") == (Understanding("local", None), [])


def test_a_model_on_this_machine() -> None:
    chosen, problems = _read(
        UNDERSTANDING="hybrid", UNDERSTANDING_MODEL="openai/small", UNDERSTANDING_API_BASE="http://127.0.0.1:8081/v1"
    )
    assert problems == []
    assert chosen.provider == "hybrid"
    assert chosen.address is not None
    assert (chosen.address.model, chosen.address.deadline_ms) == ("openai/small", 1_500)


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"UNDERSTANDING": "magic"}, "UNDERSTANDING must be one of local, llm, hybrid"),
        ({"UNDERSTANDING": "llm"}, "UNDERSTANDING_MODEL must be the name of a model"),
        ({"UNDERSTANDING": "llm", "UNDERSTANDING_MODEL": "x", "UNDERSTANDING_API_BASE": "ftp://a"}, "begins with http"),
        ({"UNDERSTANDING": "llm", "UNDERSTANDING_MODEL": "x", "UNDERSTANDING_DEADLINE_MS": "5"}, "from 100 to 10000"),
    ],
)
def test_what_does_not_fit_is_told(variables: dict[str, str], problem: str) -> None:
    _, problems = _read(**variables)
    assert len(problems) == 1
    assert problem in problems[0]
