"""The rules that bots have without writing them."""

from flows.definition.guardrails.shipped import EMERGENCY, shipped, shipped_with_models


def test_every_bot_listens_for_danger_and_offers_a_person() -> None:
    (rule,) = shipped().values()
    assert (rule.kind, rule.action_on("input"), rule.say) == ("distress", "offer", EMERGENCY)


def test_models_are_not_to_be_taken_over() -> None:
    (rule,) = shipped_with_models().values()
    assert (rule.kind, rule.action_on("input"), rule.action_on("tools")) == ("injection", "refuse", "redact")
