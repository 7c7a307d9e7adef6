"""Conditions as trees: what the compiler made of them."""

import pytest

from flows.expressions.conditions import Conditions, ConditionType
from flows.expressions.tree import LIST, Call, Const, Name, Tree, Unknown, tree_of

TYPES: dict[str, ConditionType] = {
    "amount": "double", "other": "double", "sure": "bool", "size": "string", "record": "dyn",
}  # fmt: skip
CONDITIONS = Conditions(TYPES)
AMOUNT, SURE, SIZE, RECORD = Name("amount"), Name("sure"), Name("size"), Name("record")


def tree(text: str) -> Tree:
    """The tree of a text."""
    return tree_of(CONDITIONS.condition(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sure", SURE),
        ("true", Const(True)),
        ("false", Const(False)),
        ("not sure", Call("!_", (SURE,))),
        ("amount > 100", Call("_>_", (AMOUNT, Const(100.0)))),
        ("-1.5 <= amount", Call("_<=_", (Const(-1.5), AMOUNT))),
        ("amount != other", Call("_!=_", (AMOUNT, Name("other")))),
        ('size == "x"', Call("_==_", (SIZE, Const("x")))),
        ('size == "größer"', Call("_==_", (SIZE, Const("größer")))),
        ('size(size) == 5', Call("_==_", (Call("size_", (SIZE,)), Const(5.0)))),
        ('size.startsWith("a")', Call("startsWith", (SIZE, Const("a")))),
        ('size in ["a", "b"]', Call("@in", (SIZE, Call(LIST, (Const("a"), Const("b")))))),
        ("sure or amount == 0", Call("_||_", (SURE, Call("_==_", (AMOUNT, Const(0.0)))))),
        ("sure ? true : false", Call("_?_:_", (SURE, Const(True), Const(False)))),
        ("record.best.price == 3", Call("_==_", (Call(".price", (Call(".best", (RECORD,)),)), Const(3.0)))),
        ('record["best"] == 3', Call("_==_", (Call("_[_]", (RECORD, Const("best"))), Const(3.0)))),
        ("amount > 60 * 60", Call("_>_", (AMOUNT, Call("_*_", (Const(60.0), Const(60.0)))))),
    ],
)  # fmt: skip
def test_every_part_has_its_place(text: str, wanted: Tree) -> None:
    assert tree(text) == wanted


@pytest.mark.parametrize("text", ["has(record.best)", "[1, 2].exists(one, one > amount)"])
def test_what_is_not_known_is_like_nothing_else(text: str) -> None:
    assert isinstance(tree(text), Unknown)
    assert tree(text) != tree(text)


def test_a_map_is_not_known() -> None:
    found = tree('{"a": 1}["a"] == amount')
    assert isinstance(found, Call)
    assert isinstance(found.arguments[0], Call)
    assert isinstance(found.arguments[0].arguments[0], Unknown)


def test_null_is_not_known() -> None:
    found = tree("record == null")
    assert isinstance(found, Call)
    assert isinstance(found.arguments[1], Unknown)


def test_long_texts_and_long_conditions_are_read() -> None:
    long = "x" * 700
    assert tree(f'size == "{long}"') == Call("_==_", (SIZE, Const(long)))
    parts = " and ".join(["sure"] * 20)
    found, depth = tree(parts), 0
    while isinstance(found, Call):
        found, depth = found.arguments[0], depth + 1
    assert depth
