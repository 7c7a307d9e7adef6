"""`promise`: what a model asserts."""

import yaml

from flows.definition.guardrails.promise import Promise
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Promise.example).items()
    assert isinstance(rule_of(written), Promise)
    rule = rule_of({"type": "promise"})
    assert rule.looks_at == ("output",)
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["rephrase"]


def test_what_may_be_said_is_a_list_of_texts() -> None:
    assert refused({"type": "promise", "allow": "x"})
    assert not refused({"type": "promise", "allow": ["we are open"]})
