"""Steps are read into a tree."""

from flows.exchange.rasa.report import Report
from flows.exchange.rasa.steps import MAX_DEPTH, all_steps, read_steps
from tests.flows.exchange.rasa.small import part, told

TEXT = """
- collect: a
  next:
    - if: slots.a
      then:
        - action: utter_b
        - link: c
    - else: END
- noop: true
- set_slots: [{a: 1}]
  id: last
"""


def test_branches_lie_in_their_step() -> None:
    report = Report()
    steps = read_steps(part(TEXT), report)
    assert [step.what for step in steps] == ["collect: a", "noop", "set_slots"]
    assert [step.what for step in all_steps(steps)] == ["collect: a", "action: utter_b", "link: c", "noop", "set_slots"]
    assert steps[2].id == "last"
    assert told(report) == []


def test_what_is_no_step_is_told() -> None:
    report = Report()
    text = "- x\n- {says: hi}\n- {collect: }\n- {action: utter_a, next: [{then: END}], strange: 1}\n"
    text += "- {noop: true, next: [{if: }]}"
    steps = read_steps(part(text), report)
    assert [step.what for step in steps] == ["action: utter_a", "noop"]
    assert len([line for line in told(report) if ": error: " in line]) == 5
    assert any("strange of action" in line for line in told(report))


def test_deep_branches_end() -> None:
    text = "[{action: a}]"
    for _ in range(MAX_DEPTH + 1):
        text = f"[{{noop: true, next: [{{else: {text}}}]}}]"
    report = Report()
    read_steps(part(text), report)
    assert told(report)
