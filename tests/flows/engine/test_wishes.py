"""A model may have the tools that its node allows, with arguments of their types, and nothing else whatever it asks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.engine.wishes import MOST_CHARACTERS, offered
from tests.flows.engine.model_bots import BOT, Model
from tests.flows.small_bots import bot

MADE = bot(BOT, warnings=True)
ALLOWED = {"first": {"look", "find", "plain"}, "second": {"book"}, "third": set(), "last": {"find"}}
FITTING: dict[str, dict[str, Any]] = {
    "look": {"day": "2026-03-01", "count": 2}, "find": {"words": "a table"}, "book": {"day": "2026-03-01"},
    "wipe": {"day": "2026-03-01"}, "pay": {"amount": 5}, "check_pin": {"pin": "1234"}, "slow": {}, "plain": {},
}  # fmt: skip
NAMES = [*FITTING, "", "Look", "look ", "lооk", "look;book", "main.first", "__class__", "../look", "end", "x" * 5_000]
ODD = ["", "{", "[]", "null", "5", '"look"', "{}{}", '{"a": NaN}', "[" * 50_000, "{" + " " * MOST_CHARACTERS + "}"]


def mutations(arguments: dict[str, Any]) -> list[str]:
    """Everything that is not quite it."""
    changed: list[Any] = [{**arguments, "more": 1}, {**arguments, "__proto__": {}}, {"with": arguments}, [arguments]]
    for name in arguments:
        changed.append({key: value for key, value in arguments.items() if key != name})
        changed += [{**arguments, name: value} for value in (None, True, [], {}, [arguments[name]], "x" * 2_000)]
        changed.append({**arguments, f"{name} ": arguments[name]})
        changed += [{**arguments, name: 5}] if isinstance(arguments[name], str) else [{**arguments, name: "5"}]
        if name == "day":
            changed += [{**arguments, name: text} for text in ("tomorrow", "2026-13-01", "2026-3-1", "' OR 1=1 --")]
    return [json.dumps(one) for one in changed] + ODD


@pytest.mark.parametrize("node", ALLOWED)
def test_every_tool_at_every_node_with_every_mutation(node: str) -> None:
    """Only what the node allows is called, and only with what fits."""
    for name in NAMES:
        fitting = json.dumps(FITTING.get(name, {}))
        calls = Model().at(node).wants((name, fitting))
        assert [call.tool for call in calls] == ([name] if name in ALLOWED[node] else [])
        for text in mutations(FITTING.get(name, {})):
            here = Model().at(node)
            calls = here.wants((name, text))
            if name == "plain" and node == "first" and text in ("", "{}"):
                continue  # it takes nothing, and is given nothing
            assert calls == [], (node, name, text[:80])
            assert len(here.rejected()) == 1
            assert here.asked.steps[-1].came.startswith('{"error": "rejected: ')


def test_what_is_offered_is_what_may_be_had() -> None:
    nodes: dict[str, Any] = dict(MADE.flows["main"].nodes)
    assert {name: set(offered(MADE, nodes[name])) for name in ALLOWED} == ALLOWED
    assert Model().asked.tools == ("look", "find", "plain")


@pytest.mark.parametrize(
    ("node", "tool", "reason"),
    [
        ("second", "wipe", "it is not for models: it writes, and callers have to be who they say they are"),
        ("second", "pay", "it is not for models: it writes, and callers have to be who they say they are"),
        ("second", "check_pin", "it is not for models: it says who callers are"),
        ("second", "slow", "it is not for models: it takes long"),
        ("third", "look", "there is no such tool here"),
        ("first", "drop_tables", "there is no such tool here"),
    ],
)
def test_the_model_is_told_why(node: str, tool: str, reason: str) -> None:
    here = Model().at(node)
    here.wants((tool, json.dumps(FITTING.get(tool, {}))))
    assert here.rejected() == [reason]
    assert json.loads(here.asked.steps[0].came) == {"error": f"rejected: {reason}"}


def test_what_it_writes_has_the_same_key_each_time() -> None:
    keys = [Model().at("second").wants(("book", '{"day": "2026-03-01"}'))[0].idempotency_key for _ in range(2)]
    (other,) = Model().at("second").wants(("book", '{"day": "2026-03-02"}'))
    assert keys[0] is not None
    assert keys[0] == keys[1] != other.idempotency_key


@pytest.mark.parametrize(("node", "allowed"), [("first", False), ("last", True)])
def test_a_personal_value_that_it_may_not_be_given_reaches_no_tool(node: str, allowed: bool) -> None:
    here = Model().at(node)
    calls = here.wants(("find", '{"words": "the card 4111111111111111"}'))
    assert bool(calls) is allowed
    assert here.rejected() == ([] if allowed else ["`words` holds something personal that it may not be given"])
    (call,) = Model().at(node).wants(("find", '{"words": "a table for Maria Smith"}'))  # the tool allows persons
    assert call.arguments == {"words": "a table for Maria Smith"}


@given(st.sampled_from(sorted(FITTING)), st.text(max_size=60) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["day", "count", "words", "a"]), inner),
).map(json.dumps))  # fmt: skip
def test_whatever_it_writes_nothing_is_called_that_does_not_fit(tool: str, text: str) -> None:
    here = Model()
    calls = here.wants((tool, text))
    for call in calls:
        assert call.tool in ALLOWED["first"]
        assert call.arguments.keys() == MADE.tools[call.tool].arguments.keys()
    assert bool(calls) != bool(here.rejected())
