"""Options that differ, limits that leave something."""

import pytest

from tests.flows.checks.small import MAIN, told


@pytest.mark.parametrize(
    "slot",
    [
        "{type: number, min: 1, max: 1}", "{type: digits, length: 4}", "{type: digits, min: 2, max: 4}",
        "{type: choice, choices: {a: [x], b: [y]}}", "{type: choice, choices: {a: [x, X], b: [y]}}",
        "{type: date, min: today, max: today+3d}", "{type: date, min: 2026-01-01, max: today}",
    ],
)  # fmt: skip
def test_good_slots(slot: str) -> None:
    assert told(f"slots: {{s: {slot}}}\n{MAIN}") == []


@pytest.mark.parametrize(
    ("slot", "code", "path"),
    [
        ("{type: number, min: 2, max: 1}", "schema.value", "min"),
        ("{type: date, min: today+3d, max: today}", "schema.value", "min"),
        ("{type: date, min: 2026-02-01, max: 2026-01-01}", "schema.value", "min"),
        ('{type: time, min: "20:00", max: "18:00"}', "schema.value", "min"),
        ('{type: datetime, earliest: "20:00", latest: "18:00"}', "schema.value", "earliest"),
        ("{type: digits, length: 0}", "schema.value", "length"),
        ("{type: digits, length: -4}", "schema.value", "length"),
        ("{type: digits, min: -1}", "schema.value", "min"),
        ("{type: digits, length: 4, min: 2}", "schema.value", "min"),
        ("{type: digits, length: 4, max: 6}", "schema.value", "max"),
        ("{type: choice, choices: {a: [x], b: [X]}}", "choice.duplicate", "choices.b"),
        ("{type: choice, choices: {a_b: [], b: [a b]}}", "choice.duplicate", "choices.b"),
    ],
)
def test_slots_that_leave_nothing(slot: str, code: str, path: str) -> None:
    assert told(f"slots: {{s: {slot}}}\n{MAIN}") == [(code, f"slots.s.{path}")]
