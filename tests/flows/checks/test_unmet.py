"""Why conditions never hold, in words."""

import pytest

from flows.checks.never import possible_branches
from tests.flows.checks.small import look, nodes

HEAD = """
slots:
  size: {type: choice, choices: {a: [], b: [], c: [], d: [], e: [], f: [], g: []}}
  count: {type: integer, min: 1, max: 9}
  price: {type: money, max: 1500}
  weight: {type: number, min: 0.5}
  code: {type: digits, length: 4}
  day: {type: date}
  hour: {type: time, min: "09:00", max: "18:00"}
"""


@pytest.mark.parametrize(
    ("condition", "message", "remedy"),
    [
        ("false", "`false` is never true.", "Delete it, or correct the condition."),
        (
            "count > 5 and count < 4",
            "`count > 5 and count < 4` can never hold: its parts exclude each other.",
            "Correct one of them, or join them by `or`.",
        ),
        (
            "count > 9",
            "`count > 9` can never hold: `count` is a whole number from 1 to 9.",
            "Correct the condition, or the slot `count`.",
        ),
        (
            "price > 2000",
            "`price > 2000` can never hold: `price` is 1,500 at most.",
            "Correct the condition, or the slot `price`.",
        ),
        (
            "weight < 0.5",
            "`weight < 0.5` can never hold: `weight` is 0.5 at least.",
            "Correct the condition, or the slot `weight`.",
        ),
        (
            "hour > '18:00'",
            "`hour > '18:00'` can never hold: `hour` is from `09:00` to `18:00`.",
            "Correct the condition, or the slot `hour`.",
        ),
        (
            "code == '12'",
            "`code == '12'` can never hold: `code` never has such a value.",
            "Correct the condition, or the slot `code`.",
        ),
        ("size(code) > 4", "`size(code) > 4` can never hold: `size(code)` is always 4.", "Correct the condition."),
        (
            "weekday(day) == 'Friday'",
            "`weekday(day) == 'Friday'` can never hold: "
            "`weekday(day)` is a day from `monday` to `sunday`, in small letters.",
            "Correct the condition.",
        ),
        (
            "size > 'x'",
            "`size > 'x'` can never hold: `size` is `a`, `b`, `c`, `d`, `e`, `f` or another option.",
            "Correct the condition, or the slot `size`.",
        ),
    ],
)
def test_says_why(condition: str, message: str, remedy: str) -> None:
    fork = f'a: {{type: decide, next: [{{if: "{condition}", go: end}}, {{else: end}}]}}'
    (finding,) = possible_branches(look(HEAD + nodes(fork)))
    assert (finding.message, finding.remedy) == (message, remedy)


def test_says_what_the_question_refuses() -> None:
    refusal = "validate: [{if: count > 5, say: Many.}]"
    ask = f"a: {{type: ask, slot: count, say: N?, {refusal}, next: [{{if: count > 7, go: end}}, {{else: end}}]}}"
    (finding,) = possible_branches(look(HEAD + nodes(ask)))
    assert finding.message == "`count > 7` never holds here: the question refuses such values."
