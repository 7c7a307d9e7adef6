"""The functions of conditions that CEL does not have."""

import pytest

from flows.expressions.conditions import ConditionFailed, ConditionProblem, Conditions

CONDITIONS = Conditions({"day": "string", "size": "double", "weekday": "string", "people": "double"})


@pytest.mark.parametrize(
    ("value", "name"),
    [("2026-01-05", "monday"), ("2026-01-11", "sunday"), ("2026-01-11T23:30:00-05:00", "sunday")],
)
def test_the_weekday_of_a_day(value: str, name: str) -> None:
    assert CONDITIONS.expression("weekday(day)").evaluate({"day": value}) == name
    assert CONDITIONS.condition("weekday(day) in ['saturday', 'sunday']").evaluate({"day": value}) is (name == "sunday")


def test_what_is_no_day_has_no_weekday() -> None:
    with pytest.raises(ConditionFailed, match="'soon' is no date"):
        CONDITIONS.expression("weekday(day)").evaluate({"day": "soon"})


def test_a_number_has_no_weekday() -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition("weekday(people) == 'monday'")
    assert problem.value.code == "condition.type"


def test_slots_may_be_called_like_functions() -> None:
    values = {"weekday": "x", "day": "2026-01-05"}
    assert CONDITIONS.condition("weekday == 'x' and weekday(day) == 'monday'").evaluate(values) is True


def test_unknown_functions_are_told_which_there_are() -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition("weekend(day)")
    assert "weekday()" in problem.value.remedy
