"""Tools: bound, called with what they take, stubbed with what they return."""

import pytest

from flows.checks.tools import MAX_TIMEOUT_MS
from runtime.sessions.steps import STEP_S
from tests.flows.checks.small import MAIN, codes, nodes, told

NAMES = "slots: {n: {type: integer}, p: {type: person}}\n"
MS_IN_S = 1_000


def test_no_tool_waits_longer_than_a_step_of_a_call_may_take() -> None:
    assert MAX_TIMEOUT_MS == STEP_S * MS_IN_S
    assert codes(f"tools: {{t: {{stub: {{}}, timeout: 180s}}}}\n{MAIN}") == []
    assert told(f"tools: {{t: {{stub: {{}}, timeout: 181s}}}}\n{MAIN}") == [("schema.value", "tools.t.timeout")]


@pytest.mark.parametrize(
    ("tool", "found"),
    [
        ("{}", ["tool.unbound"]),
        ("{type: python}", ["tool.unbound"]),
        ("{type: python, function: f}", []),
        ("{effect: write, stub: {}}", ["tool.no_key"]),
        ("{effect: write, stub: {}, idempotency_key: auto}", []),
        ("{stub: {}, allow: [card], confirmed: true}", []),
        ("{stub: {}, idempotency_key: 5, effect: write}", ["schema.type"]),
        ("{stub: 5, type: 5}", ["schema.value"]),
    ],
)
def test_bindings(tool: str, found: list[str]) -> None:
    assert codes(f"tools: {{t: {tool}}}\n{MAIN}") == found


@pytest.mark.parametrize(
    ("effect", "speculate", "found"),
    [
        ("write", "true", ["tool.speculate"]),
        ("write", "false", []),
        ("read", "true", []),
        ("wriet", "true", ["schema.value"]),
        ("read, background: true", "true", ["tool.speculate"]),
    ],
)
def test_what_cannot_be_broken_off_is_not_called_early(effect: str, speculate: str, found: list[str]) -> None:
    tool = f"tools: {{t: {{effect: {effect}, idempotency_key: auto, confirmed: true, stub: {{}}}}}}\n"
    assert codes(tool + nodes(f"a: {{type: call, tool: t, speculate: {speculate}, next: end}}")) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("{x: 1, s: a}", []),
        ('{x: "{{ n }}", s: "{{ p }}"}', []),
        ('{x: "{{ n + 1 }}", s: "for {{ n }}"}', []),
        ("{x: null, s: null}", []),
        ("{x: 1}", [("tool.argument", "")]),
        ("{}", [("tool.argument", ""), ("tool.argument", "")]),
        ("{x: 1, s: a, z: 2}", [("tool.argument", ".with.z")]),
        ("{x: 1, ss: a}", [("tool.argument", ".with.ss")]),
        ("{x: many, s: a}", [("tool.argument", ".with.x")]),
        ("{x: 1, s: 5}", [("tool.argument", ".with.s")]),
        ('{x: "{{ p }}", s: a}', [("tool.argument", ".with.x")]),
        ('{x: "{{ n }} ", s: "{{ n > 1 }}"}', [("tool.argument", ".with.s")]),
        ('{x: 1, s: "{{ n"}', [("condition.template", ".with.s")]),
        ("{x: 1, s: [a]}", [("schema.type", ".with.s")]),
    ],
)
def test_arguments(given: str, found: list[tuple[str, str]]) -> None:
    tool = "tools: {t: {arguments: {x: number, s: text}, stub: {}}}\n"
    text = NAMES + tool + nodes(f"a: {{type: call, tool: t, with: {given}, next: end}}")
    assert told(text) == [(code, f"flows.main.nodes.a{below}") for code, below in found]


def test_a_tool_without_arguments_takes_any() -> None:
    assert codes("tools: {t: {stub: {}}}\n" + nodes("a: {type: call, tool: t, with: {x: 1}, next: end}")) == []


def test_arguments_that_could_not_be_read_may_be_meant() -> None:
    call = nodes("a: {type: call, tool: t, with: {x: 1, y: 2}, next: end}")
    assert codes("tools: {t: {arguments: {x: numbr, y: number}, stub: {}}}\n" + call) == ["schema.value"]
    assert codes("tools: {t: {arguments: [x, y], stub: {}}}\n" + call) == ["schema.type"]


@pytest.mark.parametrize(
    ("stub", "found"),
    [
        ("{a: 1, b: x}", []), ("{a: 1, b: x, more: 1}", []), ("{a: null, b: x}", []),
        ("[{a: 1, b: x}, {error: refused}]", []),
        ("{error: timeout}", []), ("{a: lots, b: x}", ["tool.stub"]), ("{a: 1}", ["tool.stub"]),
        ("5", ["tool.stub"]),
        ("{error: exploded}", ["tool.stub"]), ("{error: 5}", ["tool.stub"]),
        ("[{a: 1, b: x}, {a: 1, b: 2}]", ["tool.stub"]),
        ("{a: 1, b: x, error: none}", []),
    ],
)  # fmt: skip
def test_stubs(stub: str, found: list[str]) -> None:
    returns = "returns: {a: number, b: text}"
    assert codes(f"tools: {{t: {{{returns}, stub: {stub}}}}}\n{MAIN}") == found
    test = f"tests: {{x: {{stubs: {{t: {stub}}}, turns: [{{user: hi}}]}}}}\n"
    assert codes(f"tools: {{t: {{{returns}, stub: {{a: 1, b: x}}}}}}\n{MAIN}{test}") == found


def test_a_tool_may_return_an_error_of_its_own() -> None:
    assert codes(f"tools: {{t: {{returns: {{error: text}}, stub: {{error: out of paper}}}}}}\n{MAIN}") == []


def test_a_stub_of_a_tool_that_says_nothing_may_be_anything() -> None:
    assert codes(f"tools: {{t: {{stub: 5}}, u: {{stub: [a, b]}}}}\n{MAIN}") == []
