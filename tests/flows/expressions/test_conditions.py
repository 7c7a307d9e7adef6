"""Conditions: CEL with our numbers and words, types at load, columns as written."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.expressions.conditions import RESERVED, ConditionFailed, ConditionProblem, Conditions

CONDITIONS = Conditions({"amount": "double", "account": "string", "agreed": "bool", "found": "dyn"})
VALUES: dict[str, Any] = {"amount": 150, "account": "savings", "agreed": True, "found": {"list": [1, 2], "name": "x"}}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("amount > 100", True),
        ("amount == 150", True),
        ("amount > 100 && account == 'savings'", True),
        ('amount > 100 and not (account == "savings")', False),
        ("amount < 100 or agreed", True),
        ("!agreed", False),
        ("account in ['savings', 'checking']", True),
        ("account.startsWith('sav')", True),
        ("account.contains('and or not')", False),
        ("size(account) == 7", True),
        ("size(found.list) == 2", True),
        ("found.name == 'x'", True),
        ("amount > 100 ? agreed : false", True),
        ("'and' == \"and\"", True),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    assert CONDITIONS.condition(text).evaluate(VALUES) is holds


@pytest.mark.parametrize(
    ("text", "value"),
    [("amount + 1", 151), ("amount / 4", 37.5), ("account + '!'", "savings!"), ("found.list", [1, 2]), ("1e3", 1000)],
)
def test_expressions(text: str, value: object) -> None:
    assert CONDITIONS.expression(text).evaluate(VALUES) == value


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("amuont > 5", "name.unknown", 1),
        ("agreed and amuont > 5", "name.unknown", 12),
        ("amount > 'a'", "condition.type", 8),
        ("amount + 1", "condition.type", 1),
        ("account", "condition.type", 1),
        ("amount >", "condition.syntax", 9),
        ("amount > 5 and", "condition.syntax", 15),
        ("", "condition.syntax", 1),
        ("(" * 300, "condition.syntax", None),
        ("amount > 5 " + " " * 1000, "condition.syntax", 1),
        ("open(account)", "name.unknown", 5),
        ("__import__('os')", "name.unknown", None),
        ("amount.real == 1", "condition.syntax", None),
    ],
)
def test_problems_have_code_and_column(text: str, code: str, column: int | None) -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition(text)
    assert problem.value.code == code
    if column is not None:
        assert problem.value.column == column
    assert problem.value.message
    assert problem.value.remedy


def test_a_similar_name_is_proposed() -> None:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition("acount == 'x'")
    assert problem.value.remedy == "Did you mean `account`?"


def test_a_name_without_value_fails() -> None:
    with pytest.raises(ConditionFailed, match="`amount` has no value yet"):
        CONDITIONS.condition("amount > 5").evaluate({"amount": None})


@pytest.mark.parametrize("text", ["found.nothing == 1", "found > 3", "found.list[7] == 1", "amount / 0 > 1 && found.x"])
def test_what_cannot_be_worked_out_fails(text: str) -> None:
    with pytest.raises(ConditionFailed):
        CONDITIONS.condition(text).evaluate(VALUES)


def test_more_names() -> None:
    assert CONDITIONS.with_names({"result": "dyn"}).expression("result.a").evaluate({"result": {"a": "b"}}) == "b"
    with pytest.raises(ConditionProblem):
        CONDITIONS.expression("result.a")


@pytest.mark.parametrize(
    "word",
    sorted(
        RESERVED - {"result", "now", "channel", "env", "all", "exists", "exists_one", "map", "filter", "type", "size"}
    ),
)
def test_reserved_words_are_no_names_in_cel(word: str) -> None:
    with pytest.raises((ConditionProblem, ConditionFailed)):
        Conditions({}).expression(f"{word} + 1").evaluate({})


@given(st.text(alphabet="amount >=<&|!()'\"and or not 0123456789.,[]{}?:+-*/%", max_size=60))
def test_any_text_is_used_or_refused(text: str) -> None:
    with contextlib.suppress(ConditionProblem, ConditionFailed):
        CONDITIONS.condition(text).evaluate(VALUES)
