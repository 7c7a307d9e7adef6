"""`limit`: calls that go on for too long."""

import yaml

from flows.definition.guardrails.limit import Limit
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Limit.example).items()
    assert isinstance(rule_of(written), Limit)
    rule = rule_of({"type": "limit", "turns": 9})
    assert rule.looks_at == ("input",)
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["handoff"]


def test_its_time_has_a_unit() -> None:
    assert refused({"type": "limit", "time": 30})
    assert getattr(rule_of({"type": "limit", "time": "30m"}), "time", 0) == 1_800_000
