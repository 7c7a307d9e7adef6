"""Custom actions become tools."""

from typing import Any

from flows.exchange.rasa.actions import ActionCode
from flows.exchange.rasa.simple_steps import call_node
from flows.exchange.rasa.steps import Step
from flows.exchange.rasa.tools import is_built_in, make_tools
from tests.flows.exchange.rasa.small import maker, part, told

DOMAIN = "slots: {who: {type: text}, sure: {type: bool}, paid: {type: bool}, amount: {type: float}}"


def _tool(action: str, known: tuple[str, ...], codes: dict[str, ActionCode], guessed: list[str]) -> Any:
    made = maker(DOMAIN, asked=("who", "sure", "amount"))
    node = call_node(made, Step("action", action, "", part("a: 1")), known)
    (tool,) = make_tools(made, codes, {action: guessed}).values()
    return tool, node, told(made.report), made


def test_what_the_code_says_is_taken_and_given() -> None:
    code = ActionCode("action_pay", ("who", "amount", "gone"), ("paid",), True)
    tool, node, lines, made = _tool("action_pay", ("who", "sure"), {"action_pay": code}, [])
    assert tool["arguments"] == {"who": "text"}
    assert (tool["returns"], tool["stub"]) == ({"paid": "boolean"}, {"error": "unavailable"})
    assert (tool["effect"], tool["idempotency_key"]) == ("write", "auto")
    assert node == {"type": "call", "tool": "pay", "with": {"who": "{{ who }}"}, "save": {"paid": "result.paid"}}
    assert made.variables == {"paid": {"type": "boolean"}}
    assert "marked as writing" in lines[-1]


def test_without_code_it_is_given_what_was_asked_for() -> None:
    tool, node, lines, _ = _tool("check_it", ("who", "sure"), {}, ["paid"])
    assert node["with"] == {"who": "{{ who }}"}
    assert tool["returns"] == {"paid": "boolean"}
    assert "effect" not in tool
    assert "is not known" in lines[-1]


def test_a_tool_without_results_does_nothing_until_it_is_bound() -> None:
    tool, _, lines, _ = _tool("check_it", (), {}, [])
    assert tool == {"description": "Check it.", "stub": {}}
    assert "does nothing" in lines[-1]


def test_two_calls_with_other_arguments_declare_none() -> None:
    made = maker(DOMAIN, asked=("who", "amount"))
    for known in (("who",), ("amount",)):
        call_node(made, Step("action", "action_x", "", part("a: 1")), known)
    assert "arguments" not in make_tools(made, {}, {})["x"]


def test_actions_of_rasa_are_known() -> None:
    assert is_built_in("action_listen")
    assert is_built_in("validate_form")
    assert not is_built_in("action_pay")
