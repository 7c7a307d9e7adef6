"""The built-in repair flows."""

import pytest

from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.program import Program
from flows.expressions.templates import Template
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot

NAMES = (
    "on_no_input on_no_match on_correction on_cancel on_repeat on_wait on_clarify on_resume on_chitchat on_cannot_help "
    "on_handoff on_error on_goodbye on_help on_refuse on_anything_else on_too_late on_status"
).split()


@pytest.mark.parametrize("name", NAMES)
def test_each_is_there_and_can_be_overridden(name: str) -> None:
    assert name in repair_flows()
    own = bot(f"{SHOP}  {name}: {{nodes: {{mine: {{type: say, say: Mine., next: end}}}}}}\n")
    assert list(Program(own).flows[name].nodes) == ["mine"]


def test_they_use_only_what_they_are_given() -> None:
    for flow in repair_flows().values():
        for node in flow.nodes.values():
            for _, text in node.texts():
                assert Template(text).names <= set(REPAIR_VALUES)
