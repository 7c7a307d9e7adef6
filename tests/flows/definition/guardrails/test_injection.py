"""`injection`: words that are to take over a model."""

import yaml

from flows.definition.guardrails.injection import Injection
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_its_example_is_one_and_says_where_it_looks() -> None:
    ((_, written),) = yaml.safe_load(Injection.example).items()
    assert isinstance(rule_of(written), Injection)
    rule = rule_of({"type": "injection"})
    assert rule.looks_at == ("input", "tools")
    assert [rule.action_on(stage) for stage in rule.looks_at] == ["refuse", "redact"]


def test_it_has_no_words_of_its_own() -> None:
    assert refused({"type": "injection", "phrases": ["x"]})
