"""`topic`: what may not be talked about."""

import yaml

from flows.definition.guardrails.topic import Topic
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Topic.example).items()
    assert isinstance(rule_of(written), Topic)
    rule = rule_of({"type": "topic", "examples": ["x y"]})
    assert rule.looks_at == ("input", "output")
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["refuse", "refuse"]


def test_it_needs_an_example() -> None:
    assert refused({"type": "topic", "examples": []})
    assert not refused({"type": "topic", "examples": ["x"], "but_not": ["y"], "only": True})
