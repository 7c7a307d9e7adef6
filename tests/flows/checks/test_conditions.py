"""Checks of `flows.checks.conditions` beyond the one-fault files of broken/: what must not be told of."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import WITHOUT_VALUES, nodes

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


def codes(text: str) -> list[str]:
    """What is told of a bot."""
    return [finding.code for finding in load_text(HEAD + text).findings if finding.code != WITHOUT_VALUES]


@pytest.mark.parametrize(
    "node",
    [
        'a: {type: say, say: "{{ now }} {{ channel }} {{ v | default(1) }} {{ env.name }}", next: end}',
        "a: {type: set, set: {v: {expr: n + 1}}, next: end}",
        'a: {type: call, tool: t, save: {w: result.x}}, b: {type: say, say: "{{ w }}", next: end}',
        "a: {type: decide, next: [{if: n > 1 and v == 2, go: end}, {else: handoff}]}",
    ],
)
def test_good_texts_and_conditions(node: str) -> None:
    tools = "tools: {t: {stub: {x: 1}, returns: {x: number}}}\n"
    head = f"slots: {{n: {{type: integer}}}}\nvariables: {{v: {{type: number}}}}\n{tools}"
    assert codes(f"{head}flows: {{main: {{nodes: {{{node}}}}}}}\n") == []


def test_values_of_repair_flows_are_known_in_them_only() -> None:
    repair = "  on_correction: {nodes: {a: {type: say, say: '{{ old }} {{ new }}', next: end}}}\n"
    assert codes(MAIN + repair) == []
    assert codes(MAIN.replace("Hello.", "'{{ old }}'")) == ["name.unknown"]


@pytest.mark.parametrize(
    ("condition", "remedy"),
    [
        ("size == large", 'An option stands in quotes: `size == "large"`.'),
        ("large == size", 'An option stands in quotes: `size == "large"`.'),
        ("size in [large]", 'An option stands in quotes: `size == "large"`.'),
        ("note == large", "Declare it under `slots:` or `variables:`."),
    ],
)
def test_options_without_quotes(condition: str, remedy: str) -> None:
    declared = "slots: {size: {type: choice, choices: {small: null, large: null}}, note: {type: text}}\n"
    node = f"a: {{type: decide, next: [{{if: '{condition}', go: end}}, {{else: end}}]}}"
    (found,) = load_text(HEAD + declared + nodes(node)).findings
    assert (found.code, found.remedy) == ("name.unknown", remedy)


def test_a_choice_is_never_empty() -> None:
    declared = "slots: {size: {type: choice, choices: {small: null, large: null}}}\n"
    ask = "q: {type: ask, slot: size, say: Which?}"
    decides = "a: {type: decide, next: [{if: 'size == \"\"', go: end}, {else: end}]}"
    says = "b: {type: say, say: \"{% if size == '' %}x{% endif %}\", next: end}"
    for node, remedy in ((decides, "`size(size) > 0` holds when it has a value"), (says, "`{% if size %}` holds")):
        (found,) = load_text(HEAD + declared + nodes(ask, node)).findings
        assert (found.code, found.message) == ("condition.option", "`size` can never be empty.")
        assert found.remedy.startswith(remedy)


def test_what_a_tool_gives_back_is_its_result() -> None:
    declared = "variables: {x: {type: number}}\ntools: {t: {returns: {x: number, y: number}, stub: {x: 1, y: 2}}}\n"
    for saved, code, remedy in (("x", "tool.result", "Write `result.x`."), ("y", "name.unknown", "Write `result.y`.")):
        call = f"a: {{type: call, tool: t, save: {{x: {saved}}}, next: end}}"
        found = [one for one in load_text(HEAD + declared + nodes(call)).findings if one.code != WITHOUT_VALUES]
        assert [(one.code, one.remedy) for one in found] == [(code, remedy)]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("verified == true", None),
        ("verifed", "name.unknown"),
        ("level", "condition.type"),
        ("level >", "condition.syntax"),
    ],
)
def test_conditions_of_sources(condition: str, code: str | None) -> None:
    base = f"knowledge: {{k: {{sources: [{{document: d, if: {condition!r}}}]}}}}\n"
    head = "variables: {verified: {type: boolean}, level: {type: number}}\n" + base
    found = [
        (finding.code, finding.path)
        for finding in load_text(HEAD + head + MAIN).findings
        if finding.code != WITHOUT_VALUES
    ]
    assert found == ([] if code is None else [(code, "knowledge.k.sources.0.if")])
