"""Slots, responses, forms and buttons of a domain."""

import pytest

from flows.exchange.rasa.domain import payload_intent, payload_values, read_domain
from flows.exchange.rasa.model import Project
from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import part, told


def _read(text: str) -> tuple[Project, Report]:
    project, report = Project(), Report()
    read_domain(part(text), project, report)
    return project, report


def test_slots_have_kinds_values_and_limits() -> None:
    project, report = _read(
        "slots:\n  a: {type: categorical, values: [x, 2, true, x]}\n"
        "  b: {type: float, min_value: 1, max_value: .nan}\n  c: {type: strange}\n"
        "  d: {type: bool, initial_value: false, mappings: [{type: controlled, action: action_x}]}\n"
    )
    assert project.slots["a"].values == ("x", "2", "true")
    assert (project.slots["b"].low, project.slots["b"].high) == (1, None)
    assert project.slots["c"].kind == "text"
    assert project.slots["d"].mappings[0].action == "action_x"
    assert [line for line in told(report) if "strange" in line]


def test_responses_keep_conditions_buttons_and_channels() -> None:
    project, report = _read(
        "responses:\n  utter_a:\n    - text: A\n      condition: [{type: slot, name: x, value: 1}]\n"
        "      channel: sms\n      image: x.png\n      metadata: {rephrase: true}\n"
        "      buttons: [{title: Yes, payload: /affirm}]\n    - Plain\n"
    )
    first, second = project.responses["utter_a"].variations
    assert (first.conditions, first.channel, first.buttons[0].payload) == ((("x", 1),), "sms", "/affirm")
    assert second.text == "Plain"
    assert len(told(report)) == 2


def test_forms_have_slots_in_both_ways_of_writing() -> None:
    project, _ = _read("forms: {a: {required_slots: [x, y]}, b: {x: [], y: []}, c: }")
    assert project.forms == {"a": ("x", "y"), "b": ("x", "y"), "c": ()}


@pytest.mark.parametrize(
    ("payload", "values", "intent"),
    [
        ("/SetSlots(a=b)", {"a": "b"}, ""),
        ("/SetSlots(a=true, b='x y')", {"a": True, "b": "x y"}, ""),
        ('/inform{"a": "b", "n": 2}', {"a": "b", "n": 2}, "inform"),
        ("/affirm", None, "affirm"),
        ('/inform{"a"', None, "inform"),
        ("/inform[1]{", None, "inform[1]"),
        ("words", None, ""),
    ],
)
def test_payloads(payload: str, values: dict[str, object] | None, intent: str) -> None:
    assert payload_values(payload) == values
    assert payload_intent(payload) == intent
