"""The rules of a bot: those that every bot has, and its own."""

from flows.guardrails.rules import asks_models, rules_of
from tests.flows.small_bots import bot

SAYS = "flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}\n"
ASKS = 'flows: {main: {nodes: {a: {type: generate, prompt: "Say hello, bot.", stub: x, next: end}}}}\n'


def test_every_bot_listens_for_distress_and_those_with_models_for_injections() -> None:
    assert set(rules_of(bot(SAYS))) == {"distress"}
    assert set(rules_of(bot(ASKS, warnings=True))) == {"distress", "injection"}
    assert asks_models(bot(ASKS, warnings=True))


def test_a_rule_of_the_same_name_takes_the_place_of_one_or_switches_it_off() -> None:
    own = rules_of(bot("guardrails: {distress: {type: distress, action: handoff, say: At once.}}\n" + SAYS))
    assert own["distress"].say == "At once."
    assert rules_of(bot("guardrails: {distress: {type: distress, enabled: false}}\n" + SAYS)) == {}
