"""Stubs: results, errors, one after the other."""

import pytest

from flows.driver.ports import ToolOutcome
from tools.stubs import Stubs


def test_a_list_gives_one_after_the_other_and_the_last_for_ever() -> None:
    stubs = Stubs({"t": [{"x": 1}, {"error": "timeout"}, {"x": 3}]})
    assert [stubs.result("t") for _ in range(4)] == [
        ToolOutcome({"x": 1}),
        ToolOutcome(error="timeout"),
        ToolOutcome({"x": 3}),
        ToolOutcome({"x": 3}),
    ]


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        ({"error": "unavailable"}, ToolOutcome(error="unavailable")),
        ({"error": "boom"}, ToolOutcome({"error": "boom"})),
        ({"error": "timeout", "x": 1}, ToolOutcome({"error": "timeout", "x": 1})),
        (None, ToolOutcome(None)),
        ([], ToolOutcome(None)),
        ("text", ToolOutcome("text")),
    ],
)
def test_results(entry: object, outcome: ToolOutcome) -> None:
    assert Stubs({"t": entry}).result("t") == outcome


def test_names() -> None:
    assert "t" in Stubs({"t": 1})
    assert "u" not in Stubs({"t": 1})
