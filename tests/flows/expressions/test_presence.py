"""How a condition asks whether a name has a value, and what people write for it."""

import pytest

from flows.expressions.conditions import ConditionFailed, ConditionProblem, Conditions
from flows.expressions.presence import ask_for_it, asked_about, presence, words_of_a_test

KINDS = {"n": "double", "day": "string", "sure": "bool"}
CONDITIONS = Conditions({"n": "double", "day": "string", "sure": "bool"})


@pytest.mark.parametrize(("name", "value"), [("n", 0), ("day", "x"), ("sure", False)])
def test_it_holds_with_a_value_and_cannot_be_worked_out_without(name: str, value: object) -> None:
    condition = CONDITIONS.condition(presence(name, KINDS[name]))
    assert condition.evaluate({name: value}) is True
    with pytest.raises(ConditionFailed):
        condition.evaluate({})


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("has(n)", "name.unknown", 4), ("sure and has(n)", "name.unknown", 13), ("exists(n)", "name.unknown", 7),
        ("n.isset()", "name.unknown", 8), ("n == null", "condition.type", 3), ("null != n", "condition.type", 6),
        ("n == none", "name.unknown", 6), ("n != None", "name.unknown", 6), ("n is none", "condition.syntax", 1),
        ("sure and n is not defined", "condition.syntax", 10), ("n == ''", "condition.type", 3),
        ("not n", "condition.type", 1), ("n", "condition.type", 1), ("!n && sure", "condition.type", 1),
    ],
)  # fmt: skip
def test_who_asks_in_other_words_is_told_how(text: str, code: str, column: int) -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition(text)
    assert (problem.value.code, problem.value.column) == (code, column)
    assert "`n == n` holds when it has a value" in problem.value.remedy


def test_of_texts_the_size_is_asked() -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition("isset(day)")
    assert "`size(day) > 0`" in problem.value.remedy


def test_what_is_asked_about() -> None:
    assert asked_about("a and has( b )", "has") == "b"
    assert asked_about("b.isset()", "isset") == "b"
    assert asked_about("null == b", "null") == "b"
    assert asked_about("b + 1 == c", "null") is None
    assert words_of_a_test("a and b is not null") == ("b", 6)
    assert words_of_a_test("b is 2") is None


def test_without_a_known_name_both_forms_are_told() -> None:
    for remedy in (ask_for_it(None, KINDS), ask_for_it("other", KINDS)):
        assert "`x == x`" in remedy
        assert "`size(x) > 0`" in remedy
