"""What is known while a bot is made."""

import pytest

from flows.exchange.rasa.predicate_text import read_predicate
from tests.flows.exchange.rasa.small import maker, part, told

DOMAIN = "slots: {a: {type: any}, b: {type: bool}, in: {type: text}}"


@pytest.mark.parametrize(
    ("text", "kind"), [("slots.a > 3", "number"), ("slots.a is true", "boolean"), ("slots.b", "text")]
)
def test_slots_of_any_type_hold_what_they_are_compared_with(text: str, kind: str) -> None:
    known = maker("slots: {b: {type: bool}}")
    known.project.slots.update(maker(DOMAIN).project.slots)
    known.learn_slots([read_predicate(text)])
    assert known.kinds["a"].kind == kind


def test_what_is_spoken_of_is_declared_unless_it_is_asked_for() -> None:
    known = maker(DOMAIN, asked=("b",))
    assert [known.name_of(name) for name in ("a", "b", "in", "nothing")] == ["a", "b", "in_value", None]
    assert known.variables == {"a": {"type": "text"}, "in_value": {"type": "text"}}


def test_conditions_without_a_counterpart_are_told() -> None:
    known = maker(DOMAIN)
    assert known.predicate("context.x", part("a: 1"), "collect: a") is None
    assert known.predicate("slots.b", part("a: 1"), "collect: a") is not None
    assert "no counterpart" in told(known.report)[-1]
