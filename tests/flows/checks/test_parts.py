"""Sub-flows, models and knowledge bases: what nodes speak of is declared, and fits."""

import pytest

from flows.loader.load import load_text

HEAD = """
voxloom: 1
bot: parts
start: main
variables: {a: {type: number}, b: {type: text}}
knowledge: {handbook: {}}
routes: {fast: {}}
tools: {look: {stub: {}}}
flows:
  sub:
    inputs: {given: number}
    outputs: {back: number}
    nodes: {one: {type: set, set: {back: {expr: given + 1}}, next: end}}
  main:
    nodes:
"""
RIGHT = "      run: {type: flow, flow: sub, with: {given: 1}, save: {a: result.back}, next: end}\n"


def findings(node: str, head: str = HEAD) -> list[tuple[str, str, str]]:
    """Severity, code and path of everything that is wrong, beside that nothing leads to the sub-flow."""
    loaded = load_text(head + node)
    told = [(one.severity, one.code, one.path) for one in loaded.findings]
    return [entry for entry in told if entry != ("warning", "flow.unreachable", "flows.sub")]


def test_a_sub_flow_that_fits() -> None:
    assert findings(RIGHT) == []
    assert load_text(HEAD + RIGHT).findings == ()  # being run is being led to


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("{type: flow, flow: sup, next: end}", ("error", "name.unknown", "flow")),
        ("{type: flow, flow: on_wait, next: end}", ("error", "name.unknown", "flow")),
        ("{type: flow, flow: sub, with: {give: 1, given: 1}, next: end}", ("error", "name.unknown", "with.give")),
        ("{type: flow, flow: sub, next: end}", ("error", "flow.input", "")),
        (RIGHT.strip().removeprefix("run: ").replace("back", "bag"), ("error", "tool.result", "save.a")),
        ("{type: generate, prompt: Hi., route: fats, next: end}", ("error", "name.unknown", "route")),
        ("{type: generate, prompt: Hi., tools: [lok], next: end}", ("error", "name.unknown", "tools[0]")),
        ("{type: generate, prompt: Hi., extract: {b: txt}, next: end}", ("error", "type.unknown", "extract.b")),
        ("{type: generate, prompt: Hi., speak: false, next: end}", ("warning", "schema.value", "")),
        ("{type: answer, knowledge: handbuk, next: end}", ("error", "name.unknown", "knowledge")),
        ("{type: generate, prompt: 'Hi {{ nobody }}.', next: end}", ("error", "name.unknown", "prompt")),
    ],
)  # fmt: skip
def test_what_does_not_fit(node: str, told: tuple[str, str, str]) -> None:
    severity, code, field = told
    path = "flows.main.nodes.run" + (f".{field}" if field else "")
    found = findings(f"      run: {node}\n")
    assert [(one, two, three.replace("tools.0", "tools[0]")) for one, two, three in found] == [(severity, code, path)]


def test_a_repair_flow_of_the_bot_is_no_part() -> None:
    own = "  on_wait: {nodes: {one: {type: say, say: Fine., next: end}}}\n"
    found = findings("      run: {type: flow, flow: on_wait, next: end}\n" + own)
    assert ("error", "flow.target", "flows.main.nodes.run.flow") in found


def test_types_of_inputs_and_outputs_that_nothing_sets() -> None:
    head = HEAD.replace("given: number", "given: nubmer").replace("back: number", "back: number, more: text")
    assert ("error", "type.unknown", "flows.sub.inputs.given") in findings(RIGHT, head)
    assert ("warning", "flow.output", "flows.sub.outputs.more") in findings(RIGHT, head)
