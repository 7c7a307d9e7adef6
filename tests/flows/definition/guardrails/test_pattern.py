"""`pattern`: words and codes."""

import yaml

from flows.definition.guardrails.pattern import Pattern
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Pattern.example).items()
    assert isinstance(rule_of(written), Pattern)
    rule = rule_of({"type": "pattern", "phrases": ["acme"]})
    assert rule.looks_at == ("input", "output", "tools")
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["refuse", "refuse", "refuse"]


def test_words_are_texts() -> None:
    assert refused({"type": "pattern", "phrases": [5]})
    assert not refused({"type": "pattern", "codes": ["[A-Z]{2}"]})
