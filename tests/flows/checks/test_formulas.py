"""Conditions as formulas: what is tested, and what is only something of its own."""

import pytest

from flows.checks.formulas import (
    Always,
    Both,
    Choose,
    Comparison,
    Either,
    Formula,
    Not,
    Reader,
    compared,
    folded,
    keys_of,
    written,
)  # fmt: skip
from flows.checks.ranges import ANY, BOOLEAN, Domain
from flows.expressions.conditions import Conditions, ConditionType
from flows.expressions.tree import Call, Const, Name, Tree, Unknown, tree_of

TYPES: dict[str, ConditionType] = {
    "amount": "double", "total": "double", "sure": "bool", "size": "string", "record": "dyn",
}  # fmt: skip
CONDITIONS = Conditions(TYPES)
DOMAINS = {
    "amount": Domain(kind=float), "total": Domain(kind=float, lacking=False), "sure": BOOLEAN,
    "size": Domain(kind=str, points=("small", "large"), told=True),
}  # fmt: skip
SURE = Comparison("bool sure", "==", (True,))


def reader() -> Reader:
    """A reader that knows the names."""
    return Reader(lambda tree: DOMAINS.get(tree.name, ANY) if isinstance(tree, Name) else ANY)


def read(text: str) -> Formula:
    """The formula of a text."""
    return reader().read(tree_of(CONDITIONS.condition(text)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("true", Always(True)),
        ("sure", SURE),
        ("!sure", Not(SURE)),
        ("sure == true", SURE),
        ("sure or true", Either(SURE, Always(True))),
        ("sure and sure", Both(SURE, SURE)),
        ("sure ? sure : false", Choose(SURE, SURE, Always(False))),
        ("amount > 2", Comparison("float amount", ">", (2.0,))),
        ("2 >= amount", Comparison("float amount", "<=", (2.0,))),
        ("2 == amount", Comparison("float amount", "==", (2.0,))),
        ("amount < 60 * 60 - 600", Comparison("float amount", "<", (3000.0,))),
        ('size in ["small", "large"]', Comparison("str size", "in", ("small", "large"))),
        ("amount + 1 > 2", Comparison("float _+_(amount, 1.0)", ">", (2.0,))),
        ("2 > 3", Always(False)),
        ('"a" < "b"', Always(True)),
        ("amount < total", Comparison("amount to total", "in", ("<",))),
        ("total < amount", Comparison("amount to total", "in", (">",))),
        ("amount != total", Comparison("amount to total", "in", ("<", ">"))),
        ("(amount > 2) == false", Not(Comparison("float amount", ">", (2.0,)))),
        ("(amount > 2) != false", Comparison("float amount", ">", (2.0,))),
        ("record.open == true", Comparison("bool .open(record)", "==", (True,))),
    ],
)
def test_reads(text: str, wanted: Formula) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "record", "has(record.x)", "record == record", "record.a < record.b", 'size.startsWith("s")', "amount > 1e999",
        'size in ["small", record]', "1 in record", 'size == "smal"', "record == null", "amount == record",
        'record in [1, "a"]',
    ],
)  # fmt: skip
def test_leaves_open(text: str) -> None:
    own = reader()
    formula = own.read(tree_of(CONDITIONS.condition(text)))
    assert isinstance(formula, Comparison)
    assert own.variables[formula.key].sort == "unknown"


def test_the_same_unknown_test_is_one_variable() -> None:
    own = reader()
    for text in ('size.startsWith("s")', 'not size.startsWith("s")', "has(record.x)", "has(record.x)"):
        own.read(tree_of(CONDITIONS.condition(text)))
    assert len(own.variables) == 3


def test_a_value_and_itself_are_equal() -> None:
    own = reader()
    own.read(tree_of(CONDITIONS.condition("amount < amount")))
    (variable,) = own.variables.values()
    assert variable.domain.points == ("=",)


def test_a_relation_lacks_what_one_of_the_two_may_lack() -> None:
    own = reader()
    own.read(tree_of(CONDITIONS.condition("amount < total and total < total + 1")))
    assert [variable.domain.lacking for variable in own.variables.values()][0]


def test_knows_what_a_formula_tests() -> None:
    assert keys_of(read("sure ? amount > 1 : not (amount < total) or true")) == {
        "bool sure", "float amount", "amount to total",
    }  # fmt: skip


def test_writes_the_same_for_the_same() -> None:
    assert written(Call("size_", (Name("size"),))) == "size(size)"
    assert written(Call("_+_", (Name("a"), Const(1.0)))) == "_+_(a, 1.0)"
    assert written(Call("_+_", (Name("a"), Unknown()))) is None


@pytest.mark.parametrize(
    ("tree", "wanted"),
    [
        (Call("-_", (Const(2.0),)), Const(-2.0)),
        (Call("_/_", (Const(2.0), Const(0.0))), Call("_/_", (Const(2.0), Const(0.0)))),
        (Call("_+_", (Const("a"), Const("b"))), Call("_+_", (Const("a"), Const("b")))),
        (Call("_+_", (Name("a"), Const(1.0))), Call("_+_", (Name("a"), Const(1.0)))),
    ],
)
def test_works_out_numbers_only(tree: Tree, wanted: Tree) -> None:
    assert folded(tree) == wanted


def test_compares_constants() -> None:
    outcomes = [compared(operator, 1.0, 2.0) for operator in ("==", "!=", "<", "<=", ">", ">=")]
    assert outcomes == [False, True, True, True, False, False]
    assert [compared(operator, 2.0, 2.0) for operator in ("<", "<=", ">", ">=")] == [False, True, False, True]
