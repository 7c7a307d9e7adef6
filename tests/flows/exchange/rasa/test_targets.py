"""Patterns and their repair flows."""

from flows.definition.repair import repair_flows
from flows.exchange.rasa.targets import LINKED, REPAIRS, RESPONSES, WITHOUT, pattern_target


def test_every_repair_flow_that_is_named_exists() -> None:
    assert {*REPAIRS.values(), *RESPONSES.values()} <= repair_flows().keys()
    assert set(LINKED.values()) <= {*repair_flows(), "handoff", "end"}
    assert not WITHOUT.keys() & REPAIRS.keys()


def test_links() -> None:
    assert pattern_target("pattern_human_handoff") == "handoff"
    assert pattern_target("pattern_chitchat") == "on_chitchat"
    assert pattern_target("transfer_money") is None
