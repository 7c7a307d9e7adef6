"""`personal`: numbers and addresses of people."""

import yaml

from flows.definition.guardrails.personal import Personal
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Personal.example).items()
    assert isinstance(rule_of(written), Personal)
    rule = rule_of({"type": "personal"})
    assert rule.looks_at == ("input", "output", "tools")
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["redact", "redact", "redact"]


def test_only_what_is_known_by_its_form_can_be_named() -> None:
    assert refused({"type": "personal", "classes": ["name"]})
    assert not refused({"type": "personal", "classes": ["card", "number"]})
