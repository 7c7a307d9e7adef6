"""Guardrails: they look where their type can look, do what can be done there, and leave callers their requests."""

import pytest

from tests.flows.checks.small import MAIN, codes

NODE = "{type: generate, prompt: A bot that says hello., stub: x, on_error: handoff, next: end}"
SPEAKS = f"flows: {{main: {{nodes: {{a: {NODE}}}}}}}\n"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{type: abuse}", []),
        ("{type: abuse, applies_to: output}", ["guardrail.stage"]),
        ("{type: abuse, applies_to: [input, tools]}", ["guardrail.stage"]),
        ("{type: abuse, action: redact}", ["guardrail.action"]),
        ("{type: personal, applies_to: [input, tools], action: rephrase}", ["guardrail.action"]),
        ("{type: pattern, applies_to: input}", ["guardrail.pattern"]),
        ("{type: pattern, applies_to: input, phrases: [acme, '(a|b']}", ["guardrail.pattern"]),
        ("{type: pattern, applies_to: input, phrases: ['[acme]']}", ["guardrail.pattern"]),
        ("{type: pattern, applies_to: input, phrases: ['a .. b .. c .. d']}", ["guardrail.pattern"]),
        ("{type: pattern, applies_to: input, codes: ['INT-[0-9]{4}']}", []),
        ("{type: pattern, applies_to: input, codes: ['(?=x)']}", ["guardrail.pattern"]),
        ("{type: limit}", ["guardrail.pattern"]),
        ("{type: limit, turns: 20}", []),
        ("{type: length, applies_to: output}", ["guardrail.unused"]),
        ("{type: topic, examples: []}", ["schema.value"]),
        ("{type: nonsense}", ["schema.value"]),
        ("{type: distress, enabled: false}", ["guardrail.unused"]),
        ("{type: abuse, say: 'Not {{ nobody }}.'}", ["name.unknown"]),
    ],
)
def test_a_rule_by_itself(rule: str, found: list[str]) -> None:
    assert codes(f"guardrails: {{r: {rule}}}\n{MAIN}") == found


def test_what_every_bot_has_may_be_switched_off() -> None:
    assert codes(f"guardrails: {{distress: {{type: distress, enabled: false}}}}\n{MAIN}") == []


def test_no_rule_stops_an_example_of_an_intent() -> None:
    intents = "intents: {main: {examples: [compare yourself with Acme, why you]}}\n"
    main = "flows: {main: {triggers: [main], nodes: {a: {type: say, say: Hello., next: end}}}}\n"
    pattern = "guardrails: {r: {type: pattern, applies_to: input, phrases: [acme], action: ACTION}}\n"
    assert codes(pattern.replace("ACTION", "refuse") + intents + main) == ["guardrail.intent"]
    assert codes(pattern.replace("ACTION", "flag") + intents + main) == []
    topic = "guardrails: {r: {type: topic, applies_to: input, examples: [is acme cheaper, Why you]}}\n"
    assert codes(topic + intents + main) == ["guardrail.intent"]


def test_callers_of_a_model_are_told_that_it_is_a_machine() -> None:
    start = "on_start: {nodes: {a: {type: say, say: WORDS, next: end}}}, "
    assert codes(SPEAKS) == []
    assert codes(SPEAKS.replace("{main:", "{" + start.replace("WORDS", "Welcome.") + "main:")) == [
        "guardrail.disclosure"
    ]
    assert codes(SPEAKS.replace("{main:", "{" + start.replace("WORDS", "A machine speaks.") + "main:")) == []
