"""Conditions in the words of the language."""

import pytest

from flows.exchange.rasa.cel import Value, Writer
from flows.exchange.rasa.predicate import PredicateProblem
from flows.exchange.rasa.predicate_text import read_predicate
from flows.expressions.conditions import Conditions

VALUES = {
    "ok": Value("ok", "boolean"),
    "amount": Value("amount", "number"),
    "days-abroad": Value("days_abroad", "number"),
    "phone": Value("phone", "text"),
    "tier": Value("tier", "choice", ("Gold", "silver")),
    "items": Value("items", "list"),
}
TYPES = Conditions(
    {"ok": "bool", "amount": "double", "days_abroad": "double", "phone": "string", "tier": "string", "items": "dyn"}
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("slots.ok", "ok"),
        ("not slots.ok", "not ok"),
        ("slots.ok is False", "ok == false"),
        ("slots.amount > 100.5 and slots.ok", "amount > 100.5 and ok"),
        ("slots.days-abroad <= 3", "days_abroad <= 3"),
        ("(slots.ok or slots.amount = 1) and slots.amount < 5", "(ok or amount == 1) and amount < 5"),
        ("slots.tier = 'gold'", 'tier == "Gold"'),
        ("slots.phone > 100", "double(phone) > 100"),
        ("slots.phone matches '^[0-9]+$'", 'phone.matches("^[0-9]+$")'),
        ("slots.phone contains '@'", 'phone.contains("@")'),
        ("slots.items contains 'x'", '"x" in items'),
        ("{'gold', 'silver'} contains slots.tier", 'tier in ["Gold", "silver"]'),
        ("slots.phone is not null", "size(phone) > 0"),
        ("not (slots.amount > 3)", "not (amount > 3)"),
    ],
)
def test_written_and_compiled(text: str, written: str) -> None:
    made = Writer(VALUES).write(read_predicate(text))
    assert made.text == written
    TYPES.condition(made.text)


@pytest.mark.parametrize(
    ("text", "known", "exact"),
    [
        ("not slots.ok", (), False),
        ("not slots.ok", ("ok",), True),
        ("slots.ok", (), True),
        ("slots.amount > 3", (), True),
    ],
)
def test_a_no_is_exact_only_where_there_is_a_value(text: str, known: tuple[str, ...], exact: bool) -> None:
    assert Writer(VALUES).write(read_predicate(text), frozenset(known)).exact is exact


@pytest.mark.parametrize(
    "text",
    ["slots.nothing", "slots.tier = 'bronze'", "slots.ok > 3", "slots.amount = 'x'", "slots.phone matches '(?=x)'",
     "slots.ok = slots.phone", "slots.ok contains 'x'"],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused(text: str) -> None:
    with pytest.raises(PredicateProblem):
        Writer(VALUES).write(read_predicate(text))
