"""Texts of responses become templates."""

import pytest

from flows.definition.config import MAX_TEXT_CHARACTERS
from flows.expressions.templates import Template
from tests.flows.exchange.rasa.small import maker, part, told

DOMAIN = "slots: {amount: {type: float}, days-abroad: {type: float}, in: {type: text}}"


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Send {amount} now.", "Send {{ amount }} now."),
        ("{days-abroad} days", "{{ days_abroad }} days"),
        ("{{slots.amount}}!", "{{ amount }}!"),
        ("In {in}", "In {{ in_value }}"),
        ("See [us](https://x.example/a) **now** 😀", "See us now"),
        ("- one\n- two", "one two"),
        ("Hello {nobody}.", 'Hello {{ nobody | default("") }}.'),
        ("{% if x %}a{% endif %}b", "ab"),
        ("a {{ b", "a b"),
        ("Bye :(", "Bye"),
    ],
)
def test_templates(text: str, template: str) -> None:
    made = maker(DOMAIN).texts().template(text, part("a: 1"))
    assert made == template
    Template(made)


def test_the_context_of_patterns_is_what_repair_flows_are_given() -> None:
    known = maker(DOMAIN)
    texts = known.texts()
    assert (
        texts.template("On with {{context.previous_flow_name}}.", part("a: 1"), repair=True)
        == "On with {{ description }}."
    )
    assert known.says_descriptions
    assert texts.template("{context.names}?", part("a: 1"), repair=True) == "{{ candidates | either }}?"
    assert texts.template("Not {context.names}.", part("a: 1")) == "Not."
    assert any("no such value" in line for line in told(known.report))


def test_what_is_no_slot_is_a_variable_and_told() -> None:
    known = maker(DOMAIN)
    known.texts().template("{nobody}", part("a: 1"))
    assert known.variables == {"nobody": {"type": "text"}}
    assert "It is no slot" in told(known.report)[-1]


def test_long_texts_are_cut() -> None:
    made = maker(DOMAIN).texts().template("word " * 1000 + "{amount}", part("a: 1"))
    assert len(made) <= MAX_TEXT_CHARACTERS
