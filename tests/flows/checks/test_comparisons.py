"""Choices are compared with options that they have."""

import pytest

from tests.flows.checks.small import codes, nodes

SLOTS = "slots: {day: {type: choice, choices: {monday: [mon], tuesday: []}}, n: {type: number}, t: {type: text}}\n"


def _codes(condition: str) -> list[str]:
    quoted = condition.replace("'", "''")
    return codes(SLOTS + nodes(f"a: {{type: decide, next: [{{if: '{quoted}', go: end}}, {{else: handoff}}]}}"))


@pytest.mark.parametrize(
    "condition",
    [
        'day == "monday"', "day != 'tuesday'", '"monday" == day', 'day in ["monday", "tuesday"]', 't == "mondey"',
        'n > 1 and day == "monday"', 't == "day == mondey"', 'day.startsWith("mon")', 't == "x" + day',
        'day == "mon" + "day"', 'weekday(t) == "friday"', 'size(day) == 6',
    ],
)  # fmt: skip
def test_good_comparisons(condition: str) -> None:
    assert _codes(condition) == []


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ('day == "mondey"', 1),
        ("day != 'mondey'", 1),
        ('"mondey" == day', 1),
        ('n > 1 and (day == "mondey" or day == "sunday")', 2),
        ('day in ["mondey", "tuesday", "sunday"]', 2),
        ('day == "mon"', 1),
        ('not (day == "Monday")', 1),
    ],
)
def test_unknown_options(condition: str, count: int) -> None:
    assert _codes(condition) == ["condition.option"] * count


@pytest.mark.parametrize(
    "slots", [SLOTS.replace("monday: [mon]", "monday: 5"), SLOTS.replace("{monday", "5, x: {monday")]
)
def test_options_that_could_not_be_read_may_be_meant(slots: str) -> None:
    branches = "[{if: 'day == \"monday\"', go: end}, {else: handoff}]"
    assert "condition.option" not in codes(slots + nodes(f"a: {{type: decide, next: {branches}}}"))
