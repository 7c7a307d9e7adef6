"""The word in `type:` picks the class."""

import yaml

from flows.definition.guardrails.types import GUARDRAIL_TYPES
from tests.flows.definition.guardrails.reading import refused, rule_of


def test_every_type_has_its_class_and_each_its_example() -> None:
    for name, owner in GUARDRAIL_TYPES.items():
        ((_, written),) = yaml.safe_load(owner.example).items()
        assert type(rule_of(written)) is owner
        assert (written["type"], owner.__module__.rpartition(".")[2]) == (name, name)
    assert refused({"type": "nothing"})
