"""Conditions of flows are read as pypred reads them."""

import pytest

from flows.exchange.rasa.predicate import (
    Always,
    And,
    Compare,
    Contains,
    IsSet,
    Matches,
    Not,
    Or,
    Predicate,
    PredicateProblem,
    Ref,
    Truth,
)
from flows.exchange.rasa.predicate_text import MAX_CHARACTERS, read_predicate

A, B = Ref("a"), Ref("b")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("slots.a", Truth(A)),
        ("not slots.a", Not(Truth(A))),
        ("slots.a > 100", Compare(A, ">", 100.0)),
        ("100 >= slots.a", Compare(A, "<=", 100.0)),
        ("slots.a = 'x y'", Compare(A, "==", "x y")),
        ('slots.a == "x"', Compare(A, "==", "x")),
        ("slots.a != 'x'", Not(Compare(A, "==", "x"))),
        ("slots.a is not 'x'", Not(Compare(A, "==", "x"))),
        ("slots.a is True", Compare(A, "==", True)),
        ("slots.a is null", Not(IsSet(A))),
        ("slots.a is not null", IsSet(A)),
        ("slots.a matches '^x+$'", Matches(A, "^x+$")),
        ("not slots.a matches 'x'", Not(Matches(A, "x"))),
        ("slots.a contains 'x'", Contains(A, "x")),
        ("{'x', 'y'} contains slots.a", Contains(("x", "y"), A)),
        ("slots.a < slots.b", Compare(A, "<", B)),
        ("slots.a or slots.b and not slots.a", Or(Truth(A), And(Truth(B), Not(Truth(A))))),
        ("(slots.a or slots.b) and slots.a", And(Or(Truth(A), Truth(B)), Truth(A))),
        ("False", Always(False)),
        ("slots.days-abroad > -2", Compare(Ref("days-abroad"), ">", -2.0)),
    ],
)
def test_read(text: str, tree: Predicate) -> None:
    assert read_predicate(text) == tree


@pytest.mark.parametrize(
    "text",
    ["", "slots.a >", "> 3", "slots.a and", "(slots.a", "slots.a)", "'x'", "context.x", "slots.a ? 3", "not",
     "null > 3",
     "slots.a > null", "slots.a matches 3", "(" * 100 + "slots.a", "slots.a or " * MAX_CHARACTERS,
     "{'a' contains slots.a"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(PredicateProblem):
        read_predicate(text)
