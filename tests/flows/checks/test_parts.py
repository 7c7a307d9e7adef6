"""Sub-flows, models and knowledge bases."""

import pytest

from tests.flows.checks.small import nodes, told

SUB = "  sub: {inputs: {wanted: number}, outputs: {found: text}, nodes: {b: {type: set, set: {found: x}, next: end}}}\n"
ROUTES = "routes: {fast: {model: x}}\nknowledge: {book: {}}\ntools: {t: {stub: {}}}\nvariables: {v: {type: text}}\n"


def _told(node: str, sub: str = SUB) -> list[tuple[str, str]]:
    again = "z: {type: flow, flow: sub, with: {wanted: 1}, next: end}"
    found = told(ROUTES + nodes(f"a: {node}", again) + sub)
    return [(code, path.removeprefix("flows.")) for code, path in found]


@pytest.mark.parametrize(
    "node",
    [
        "{type: flow, flow: sub, with: {wanted: 3}, save: {v: result.found}}",
        "{type: generate, prompt: x, route: fast, tools: [t], extract: {v: text}, stub: x}",
        "{type: answer, knowledge: book, stub: x}",
        "{type: answer, knowledge: book, route: fast, stub: x}",
    ],
)
def test_good_parts(node: str) -> None:
    assert _told(node) == []


@pytest.mark.parametrize(
    ("node", "code", "path"),
    [
        ("{type: flow, flow: sbu, with: {wanted: 3}}", "name.unknown", "main.nodes.a.flow"),
        ("{type: flow, flow: on_help}", "flow.target", "main.nodes.a.flow"),
        ("{type: flow, flow: sub}", "flow.input", "main.nodes.a"),
        ("{type: flow, flow: sub, with: {wnated: 3}}", "name.unknown", "main.nodes.a.with.wnated"),
        ("{type: flow, flow: sub, with: {wanted: many}}", "flow.input", "main.nodes.a.with.wanted"),
        ("{type: flow, flow: sub, with: {wanted: 3}, save: {v: result.fund}}", "tool.result", "main.nodes.a.save.v"),
        ("{type: generate, prompt: x, route: slow, stub: x}", "name.unknown", "main.nodes.a.route"),
        ("{type: generate, prompt: x, tools: [u], stub: x}", "name.unknown", "main.nodes.a.tools.0"),
        ("{type: generate, prompt: x, extract: {v: txt}, stub: x}", "type.unknown", "main.nodes.a.extract.v"),
        ("{type: generate, prompt: x, speak: false, stub: x}", "schema.value", "main.nodes.a"),
        ("{type: generate, prompt: '{{ w }}', stub: x}", "name.unknown", "main.nodes.a.prompt"),
        ("{type: answer, knowledge: boko, stub: x}", "name.unknown", "main.nodes.a.knowledge"),
        ("{type: answer, knowledge: book, route: slow, stub: x}", "name.unknown", "main.nodes.a.route"),
    ],
)
def test_parts_that_do_not_fit(node: str, code: str, path: str) -> None:
    assert _told(node) == [(code, path)]


def test_declared_types_exist() -> None:
    assert _told("{type: say, say: x}", SUB.replace("text", "txt")) == [("type.unknown", "sub.outputs.found")]


def test_an_output_that_nothing_sets() -> None:
    assert _told("{type: say, say: x}", SUB.replace("{found: x}", "{v: x}")) == [("flow.output", "sub.outputs.found")]


def test_a_repair_flow_of_the_bot_is_no_part() -> None:
    own = "  on_wait: {nodes: {b: {type: say, say: Fine., next: end}}}\n"
    assert _told("{type: flow, flow: on_wait}", SUB + own) == [("flow.target", "main.nodes.a.flow")]
