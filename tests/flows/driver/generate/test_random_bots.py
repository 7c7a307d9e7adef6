"""Random small bots: generating never fails, and what is written passes."""

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows.loader.load import load_text
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.driver.generate.house import House, with_tests

FLOWS = ("bake", "sail", "climb")
EXAMPLES = {
    "bake": ["I want to bake a cake", "bake some bread"],
    "sail": ["let us go sailing", "I need a boat"],
    "climb": ["climb a mountain", "I want to go climbing"],
}
SLOTS: dict[str, Any] = {
    "size": {"type": "choice", "choices": {"small": ["tiny"], "large": None}},
    "count": {"type": "integer", "min": 1, "max": 50},
    "sure": {"type": "yes_no"},
    "code": {"type": "digits", "length": 4},
    "name": {"type": "person"},
}
CONDITIONS = ("count > 3", "count == 7", 'size == "small"', "sure", "ok == true", 'code == "1234"', "left < 2")
NODES = 4


@st.composite
def _target(draw: st.DrawFn, at: int) -> str:
    """Forwards, so that most bots have no circle; sometimes to another flow, or back to the first question."""
    forward = [f"n{number}" for number in range(at + 1, NODES)]
    return draw(st.sampled_from([*forward, "end", "handoff", *FLOWS[:1], "n0"]))


@st.composite
def _next(draw: st.DrawFn, at: int) -> Any:
    if draw(st.booleans()):
        return draw(_target(at))
    conditions = draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2, unique=True))
    return [*({"if": text, "go": draw(_target(at))} for text in conditions), {"else": draw(_target(at))}]


@st.composite
def _node(draw: st.DrawFn, flow: str, at: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["ask", "ask", "say", "call", "set", "decide"])) if at else "ask"
    node: dict[str, Any] = {"type": kind}
    if kind == "ask":
        slot = draw(st.sampled_from(list(SLOTS)))
        node |= {"slot": slot, "say": f"{flow} {at}: which {slot}?"}
        node |= {"confirm": f"{{{{ {slot} }}}}, right?"} if draw(st.booleans()) else {}
        node |= {"validate": [{"if": "count == 5", "say": "Not five."}]} if slot == "count" else {}
        node |= {"on_fail": draw(_target(at))} if draw(st.booleans()) else {}
    elif kind == "say":
        node |= {"say": draw(st.sampled_from([f"{flow} {at}.", "All right."]))}
    elif kind == "call":
        node |= {"tool": draw(st.sampled_from(["look", "other"])), "save": {"ok": "result.ok", "left": "result.left"}}
        node |= {"on_error": draw(_target(at))} if draw(st.booleans()) else {}
    elif kind == "set":
        node |= {"set": {"left": draw(st.integers(0, 3))}}
    if kind == "decide":
        node["next"] = [{"if": draw(st.sampled_from(CONDITIONS)), "go": draw(_target(at))}, {"else": draw(_target(at))}]
    elif at == NODES - 1 or draw(st.booleans()):
        node["next"] = draw(_next(at))
    return node


@st.composite
def _bots(draw: st.DrawFn) -> dict[str, Any]:
    flows: dict[str, Any] = {"main": {"nodes": {"hi": {"type": "say", "say": "Hello.", "next": "end"}}}}
    for flow in FLOWS:
        nodes = {f"n{at}": draw(_node(flow, at)) for at in range(NODES)}
        flows[flow] = {"triggers": [flow], "nodes": nodes}
    return {
        "voxloom": 1,
        "bot": "random",
        "start": "main",
        "slots": SLOTS,
        "variables": {"ok": {"type": "yes_no"}, "left": {"type": "number"}},
        "intents": {flow: {"examples": EXAMPLES[flow]} for flow in FLOWS},
        "tools": {
            "look": {"stub": {"ok": True, "left": 3}},
            "other": {"returns": {"ok": "boolean", "left": "number"}},
        },
        "flows": flows,
    }


@pytest.mark.timeout(300)
@given(data=_bots())
@settings(
    max_examples=10,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
def test_random_bots(data: dict[str, Any], embedder: InProcessEmbedder) -> None:
    loaded = load_text(yaml.safe_dump(data, sort_keys=False))
    assume(loaded.bot is not None and loaded.runnable)
    assert loaded.bot is not None
    house = House(loaded.bot, embedder)
    generated = house.generate()
    report = house.run(with_tests(house.bot, generated.tests))
    assert [result.name for result in report.results if not result.passed] == []
    assert report.coverage == generated.coverage
    assert generated.tests
