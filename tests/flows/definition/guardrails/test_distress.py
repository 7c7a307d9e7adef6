"""`distress`: danger and despair."""

import yaml

from flows.definition.guardrails.distress import Distress
from tests.flows.definition.guardrails.reading import rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Distress.example).items()
    assert isinstance(rule_of(written), Distress)
    rule = rule_of({"type": "distress"})
    assert rule.looks_at == ("input",)
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["offer"]


def test_it_may_hand_over() -> None:
    assert rule_of({"type": "distress", "action": "handoff"}).action_on("input") == "handoff"
