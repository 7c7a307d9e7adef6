"""`length`: too many words."""

import yaml

from flows.definition.guardrails.length import Length
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Length.example).items()
    assert isinstance(rule_of(written), Length)
    rule = rule_of({"type": "length"})
    assert rule.looks_at == ("output", "input")
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["redact", "flag"]


def test_it_is_a_number_of_words() -> None:
    assert refused({"type": "length", "words": 0})
    assert not refused({"type": "length", "words": 1})
