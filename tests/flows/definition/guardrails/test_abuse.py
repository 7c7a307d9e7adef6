"""`abuse`: insults and threats."""

import yaml

from flows.definition.guardrails.abuse import Abuse
from tests.flows.definition.guardrails.reading import rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Abuse.example).items()
    assert isinstance(rule_of(written), Abuse)
    rule = rule_of({"type": "abuse"})
    assert rule.looks_at == ("input",)
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["flag"]


def test_an_action_that_it_cannot_do_is_that_of_its_type() -> None:
    assert rule_of({"type": "abuse", "action": "redact"}).action_on("input") == "flag"
    assert rule_of({"type": "abuse", "action": "handoff"}).action_on("input") == "handoff"
