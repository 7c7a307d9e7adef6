"""What all guardrails share."""

from tests.flows.definition.guardrails.reading import refused, rule_of


def test_it_looks_where_it_says_else_wherever_it_can() -> None:
    assert rule_of({"type": "personal"}).looks_at == ("input", "output", "tools")
    assert rule_of({"type": "personal", "applies_to": "tools"}).looks_at == ("tools",)
    assert rule_of({"type": "personal", "applies_to": ["input", "tools"]}).looks_at == ("input", "tools")
    assert refused({"type": "personal", "applies_to": "nowhere"})


def test_its_words_are_templates() -> None:
    assert list(rule_of({"type": "abuse", "say": "Not so, {{ name }}."}).texts()) == [(("say",), "Not so, {{ name }}.")]
    assert list(rule_of({"type": "abuse"}).texts()) == []
    assert rule_of({"type": "abuse"}).kind == "abuse"
    assert rule_of({"type": "abuse", "enabled": False}).enabled is False
