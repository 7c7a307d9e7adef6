"""Truth tables agree with the engine in every case."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.checks.formulas import Always, Reader
from flows.checks.ranges import ANY, BOOLEAN, Domain
from flows.checks.truth import MAX_CASES, Table
from flows.expressions.conditions import ConditionFailed, Conditions, ConditionType
from flows.expressions.tree import Name, tree_of

TYPES: dict[str, ConditionType] = {"n": "double", "m": "double", "sure": "bool", "size": "string", "rec": "dyn"}
CONDITIONS = Conditions(TYPES)
DOMAINS = {
    "n": Domain(kind=float), "m": Domain(kind=float), "sure": BOOLEAN,
    "size": Domain(kind=str, points=("a", "b", "c")),
}  # fmt: skip
ATOMS = st.sampled_from([
    "n > 2", "n <= 2", "n == 3", "n != 3", "2 < n", "n < m", "m <= n", "n in [1, 3]", "sure", "sure == false", "true",
    "false", 'size == "a"', 'size != "b"', 'size in ["a", "c"]', 'size < "b"', "rec.x == 1", "rec.x != 1", "rec.x < 2",
    'rec.x == "a"', "rec.x == true", "n - n > 0", "n / m > 1", "n / m <= 1", "n / m != 2", 'size.contains("a")', "rec",
    "has(rec.y)",
])  # fmt: skip
WRITTEN = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda part: f"!({part})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} ? {parts[1]} : {parts[2]})"),
    ),
    max_leaves=5,
)
NUMBERS = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 7.0]))
VALUES = st.fixed_dictionaries({
    "n": NUMBERS, "m": NUMBERS, "sure": st.sampled_from([None, True, False]),
    "size": st.sampled_from([None, "a", "b", "c"]),
    "rec": st.sampled_from([None, {}, {"x": 1}, {"x": 2.5}, {"x": "a"}, {"x": True}, {"y": 1}, True]),
})  # fmt: skip


def _worked_out(text: str, values: dict[str, Any]) -> bool | None:
    try:
        found = CONDITIONS.condition(text).evaluate(values)
    except ConditionFailed:
        return None
    return found if isinstance(found, bool) else None


@given(st.lists(WRITTEN, min_size=1, max_size=4), VALUES)
def test_what_happens_is_among_the_cases(texts: list[str], values: dict[str, Any]) -> None:
    reader = Reader(lambda tree: DOMAINS.get(tree.name, ANY) if isinstance(tree, Name) else ANY)
    formulas = [reader.read(tree_of(CONDITIONS.condition(text))) for text in texts]
    table = Table.of(reader.variables)
    if table is None:
        return
    possible = table.all
    for text, formula in zip(texts, formulas, strict=True):
        holds, fails = table.outcome(formula)
        assert not holds & fails
        outcome = _worked_out(text, values)
        possible &= {True: holds, False: fails, None: table.all & ~holds & ~fails}[outcome]
    assert possible, (texts, values)


def test_too_many_cases_are_no_table() -> None:
    reader = Reader(lambda _: Domain(kind=float))
    text = " and ".join(f"n + {number} > 1" for number in range(20))
    reader.read(tree_of(CONDITIONS.condition(text)))
    assert MAX_CASES < 4**20
    assert Table.of(reader.variables) is None


def test_a_table_of_nothing_has_one_case() -> None:
    table = Table.of({})
    assert table is not None
    assert table.outcome(Always(True)) == (1, 0)
    assert table.outcome(Always(False)) == (0, 1)


def test_names_the_piece_of_a_case() -> None:
    reader = Reader(lambda tree: DOMAINS[tree.name] if isinstance(tree, Name) else ANY)
    formula = reader.read(tree_of(CONDITIONS.condition('size == "b" and n > 2')))
    table = Table.of(reader.variables)
    assert table is not None
    holds, _ = table.outcome(formula)
    assert table.piece("str size", holds).low == "b"
    assert table.piece("float n", holds).low == 2.0
