"""Steps that stand for themselves."""

from flows.exchange.rasa.simple_steps import call_node, run_node, say_node, set_node
from flows.exchange.rasa.steps import Step
from tests.flows.exchange.rasa.small import maker, part, told

DOMAIN = """
slots: {ok: {type: bool}, n: {type: float}, c: {type: categorical, values: [A, b]}, t: {type: text}, l: {type: list}}
responses: {utter_hi: [{text: "Hi {t}"}]}
"""


def _step(kind: str, name: str = "", text: str = "a: 1") -> Step:
    return Step(kind, name, "", part(text))


def test_say() -> None:
    known = maker(DOMAIN)
    assert say_node(known, _step("action", "utter_hi")) == {"type": "say", "say": "Hi {{ t }}"}
    assert say_node(known, _step("action", "utter_gone")) is None
    assert "nothing is said there" in told(known.report)[-1]


def test_values_are_set_as_the_slot_holds_them() -> None:
    known = maker(DOMAIN, asked=("ok",))
    text = "set_slots: [{ok: 'true'}, {n: 3}, {c: a}, {t: 5}, {l: null}, {t: '{{slots.c}}'}]"
    assert set_node(known, _step("set_slots", text=text)) == {
        "type": "set",
        "set": {"ok": True, "n": 3, "c": "A", "t": "{{ c }}", "l": None},
    }
    assert "ok" not in known.variables
    assert known.variables["n"] == {"type": "number"}


def test_values_that_do_not_fit_are_told() -> None:
    known = maker(DOMAIN)
    text = "set_slots: [{ok: maybe}, {n: x}, {c: z}, {gone: 1}, {t: [1]}]"
    assert set_node(known, _step("set_slots", text=text)) is None
    assert len(told(known.report)) == 5


def test_flows_and_tools() -> None:
    known = maker(DOMAIN)
    known.flows.add("Other Flow", part("a: 1"))
    assert run_node(known, _step("call", "Other Flow")) == {"type": "flow", "flow": "other_flow"}
    assert run_node(known, _step("call", "gone")) is None
    assert call_node(known, _step("action", "action_go"), ("t",)) == {"type": "call", "tool": "go", "known": ["t"]}
