"""What a test expects against what came."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from flows.definition.test_case import Expectation
from flows.driver.expectations import Seen, contains, misses, same

SEEN = Seen(
    flow="f",
    node="n",
    slots={"x": 1, "code": "4071", "gone": None},
    variables={"v": 2.5},
    called=({"tool": "t", "with": {"a": 1, "b": "c"}, "result": 1},),
    said=("It's $99.", "Anything  else?"),
    acts=("affirm", "fill"),
    ended=None,
)


def _expect(**fields: Any) -> Expectation:
    adapter = TypeAdapter(Expectation)
    return adapter.validate_json(TypeAdapter(dict[str, Any]).dump_json(fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"flow": "f", "node": "n", "ended": None},
        {"slots": {"x": 1.0, "code": "4071", "gone": None, "never": None}, "variables": {"v": 2.5}},
        {"slots": {"code": 4071}},
        {"called": ["t"]},
        {"called": [{"tool": "t", "with": {"a": 1}}]},
        {"not_called": ["u"]},
        {"says": "it’s $99"},
        {"says": ["$99", "ANYTHING else"], "not_says": "goodbye"},
        {"acts": ["affirm", "fill"]},
    ],
)
def test_met(fields: dict[str, Any]) -> None:
    assert misses(2, _expect(**fields), SEEN) == []


@pytest.mark.parametrize(
    ("fields", "expected", "got"),
    [
        ({"flow": None}, {"flow": None}, {"flow": "f"}),
        ({"node": "m"}, {"node": "m"}, {"node": "n"}),
        ({"ended": "goodbye"}, {"ended": "goodbye"}, {"ended": None}),
        ({"slots": {"x": 2, "code": "4071"}}, {"slots": {"x": 2}}, {"slots": {"x": 1}}),
        ({"slots": {"x": True}}, {"slots": {"x": True}}, {"slots": {"x": 1}}),
        ({"variables": {"v": None}}, {"variables": {"v": None}}, {"variables": {"v": 2.5}}),
        ({"called": []}, {"called": []}, {"called": [{"tool": "t", "with": {"a": 1, "b": "c"}}]}),
        ({"called": ["t", "t"]}, {"called": ["t", "t"]}, {"called": [{"tool": "t", "with": {"a": 1, "b": "c"}}]}),
        (
            {"called": [{"tool": "t", "with": {"z": None}}]},
            {"called": [{"tool": "t", "with": {"z": None}}]},
            {"called": [{"tool": "t", "with": {"a": 1, "b": "c"}}]},
        ),
        ({"not_called": ["t"]}, {"not_called": ["t"]}, {"not_called": ["t"]}),
        ({"says": ["$99", "bye"]}, {"says": ["bye"]}, {"says": ["It's $99.", "Anything  else?"]}),
        ({"not_says": "anything"}, {"not_says": ["anything"]}, {"not_says": ["It's $99.", "Anything  else?"]}),
        ({"acts": ["fill"]}, {"acts": ["fill"]}, {"acts": ["affirm", "fill"]}),
    ],
)
def test_missed(fields: dict[str, Any], expected: dict[str, Any], got: dict[str, Any]) -> None:
    assert [failure.as_json() for failure in misses(2, _expect(**fields), SEEN)] == [
        {"turn": 2, "expected": expected, "got": got}
    ]


def test_values() -> None:
    assert same(60, 60.0)
    assert not same("yes", True)
    assert not same(1, True)
    assert contains("A  b", "a B")
