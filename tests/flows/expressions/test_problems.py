"""What is wrong with conditions, in the author's words."""

import pytest

from flows.expressions.conditions import Conditions
from flows.expressions.problems import ConditionProblem, first_problem

CONDITIONS = Conditions({"n": "double", "day": "string", "sure": "bool"})


def _problem(text: str) -> ConditionProblem:
    with pytest.raises(ConditionProblem) as problem:
        CONDITIONS.condition(text)
    return problem.value


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ("n = 2", 3, "Write `==`."), ("n === 2", 3, "Write `==`."), ("n <> 2", 3, "Write `!=`."),
        ("n => 2", 3, "Write `>=` or `<=`."), ("n & sure", 3, "Write `and`."), ("n &&& 2", 3, "Write `and`."),
        ("n | money > 2", 3, "Write `or`, or leave it out."), ("n > 1 AND sure", 7, "Write `and`, `or`, `not`."),
        ("n is 2", 3, "Write `==`."), ("{{ n }} > 2", 1, "Write the name without braces."),
        ("n > 7*7 }}", 9, "Write the name without braces."), ("day == “x”", 8, 'Write `"`.'),
        ('day == "a = b', 8, "Close it."),
    ],
)  # fmt: skip
def test_what_other_languages_have(text: str, column: int, remedy: str) -> None:
    problem = _problem(text)
    assert (problem.code, problem.column, problem.remedy) == ("condition.syntax", column, remedy)
    assert problem.others == ()


@pytest.mark.parametrize("text", ["day ==", "", "(n"])
def test_other_problems_show_how_it_is_written(text: str) -> None:
    assert _problem(text).remedy == 'Write it like `amount > 100 and account == "savings"`.'


@pytest.mark.parametrize(("text", "column"), [("sure == yes", 9), ("sure == True", 9), ("no or sure", 1)])
def test_yes_and_no_have_other_names(text: str, column: int) -> None:
    problem = _problem(text)
    assert (problem.code, problem.column) == ("name.unknown", column)
    assert "`true` or `false`" in problem.remedy


def test_several_problems_are_told_by_their_columns() -> None:
    problem = _problem("n > 'a' and nn > 2 and day == 3")
    assert [one.column for one in (problem, *problem.others)] == [3, 13, 28]


def test_other_words_for_functions_are_told_by_ours() -> None:
    assert _problem("len(day) > 1").remedy == "Write `size(NAME)`."
    assert _problem('startswith(day, "x")').remedy == 'Write `NAME.startsWith("…")`.'
    assert _problem("day.size() > 1").remedy == "Write `size(NAME)`."
    assert _problem("sizes(day) > 1").remedy == "Did you mean `size()`?"


def test_quoted_texts_are_no_slips() -> None:
    CONDITIONS.condition('day == "a = b" or day == "x AND {{ y }} is <>"')


def test_all_problems_of_a_condition_are_told() -> None:
    problem = _problem("nn > 2 and dya == 'x' and n > 'a'")
    told = [(one.code, one.column, one.undeclared) for one in (problem, *problem.others)]
    assert told == [("name.unknown", 1, "nn"), ("name.unknown", 12, "dya"), ("condition.type", 29, None)]


def test_a_function_is_no_name() -> None:
    problem = _problem("foo(n) > 1")
    assert problem.undeclared is None
    assert "size()" in problem.remedy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('sure == "yes"', "`==` cannot be used on yes or no and a text."),
        ("day > 2", "`>` cannot be used on a text and a number."),
        ("not n", "`not` cannot be used on a number."),
        ("n in 5", "`in` cannot be used on a number and a number."),
        ("size(n) > 1", "`size` cannot be used on a number."),
    ],
)
def test_types_are_called_by_words(text: str, words: str) -> None:
    assert _problem(text).message == words


def test_a_message_of_another_form_is_passed_on() -> None:
    problem = first_problem("something went wrong.", "n > 1", [0, 1, 2, 3, 4, 5], ["n"])
    assert problem.message == "The condition cannot be read: something went wrong."


def test_a_function_of_a_text_is_shown_as_it_is_written() -> None:
    with pytest.raises(ConditionProblem) as raised:
        Conditions({"why": "string"}).condition('contains(why, "flu")')
    assert raised.value.message == "`contains()` stands behind a text and a dot."
    assert raised.value.remedy == 'Write `NAME.contains("…")`.'
