"""Texts: not empty, readable, with declared names."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import codes, nodes, told

HEAD = "slots: {n: {type: integer}}\nvariables: {v: {type: text}}\ntools: {t: {arguments: {x: text}, stub: {}}}\n"


@pytest.mark.parametrize(
    "node",
    [
        'a: {type: say, say: "{{ now }} {{ channel }} {{ v | default(1) }} {{ env.name }}", next: end}',
        "a: {type: set, set: {v: ''}, next: end}",
        "a: {type: call, tool: t, with: {x: ''}, next: end}",
        'a: {type: say, say: "Press { or }, {n and {{ n }}.", next: end}',
        "a: {type: handoff}",
    ],
)
def test_good_texts(node: str) -> None:
    assert codes(HEAD + nodes(node)) == []


@pytest.mark.parametrize(
    ("node", "code", "path"),
    [
        ('a: {type: say, say: "", next: end}', "schema.value", "say"),
        ('a: {type: say, say: "  ", next: end}', "schema.value", "say"),
        ('a: {type: handoff, say: ""}', "schema.value", "say"),
        ('a: {type: end, say: ""}', "schema.value", "say"),
        ('a: {type: ask, slot: n, say: "N?", confirm: "", next: end}', "schema.value", "confirm"),
        ('a: {type: ask, slot: n, say: "N?", no_input: [x, ""], next: end}', "schema.value", "no_input.1"),
        (
            'a: {type: ask, slot: n, say: "N?", validate: [{if: n > 1, say: ""}], next: end}',
            "schema.value",
            "validate.0.say",
        ),
        ('a: {type: call, tool: t, with: {x: y}, filler: {say: ""}, next: end}', "schema.value", "filler.say"),
        ('a: {type: generate, prompt: "", stub: x, next: end}', "schema.value", "prompt"),
        ('a: {type: say, say: "{{ w }}", next: end}', "name.unknown", "say"),
        ('a: {type: say, say: "{{ n", next: end}', "condition.template", "say"),
        ('a: {type: say, say: "{{ n | nope }}", next: end}', "condition.template", "say"),
        ('a: {type: say, say: "{{ n is nope }}", next: end}', "condition.template", "say"),
        ('a: {type: say, say: "Now { n }.", next: end}', "condition.template", "say"),
    ],
)
def test_texts_that_cannot_be_used(node: str, code: str, path: str) -> None:
    assert told(HEAD + nodes(node)) == [(code, f"flows.main.nodes.a.{path}")]


def test_values_of_repair_flows_are_known_in_them_only() -> None:
    main = nodes("a: {type: say, say: '{{ old }}', next: end}")
    assert codes(main) == ["name.unknown"]
    assert codes(main.replace("main:", "on_correction:") + "  main: {nodes: {a: {type: end}}}\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('defaults: {read_back: "{{ value }}, {{ v }}?", on_fail: handoff, on_error: handoff}', []),
        ('defaults: {read_back: "{{ valeu }}?", on_fail: handoff}', [("name.unknown", "defaults.read_back")]),
        ('texts: {de: {Hello.: "Hallo {{ v }}, {{ wanted }}."}}', []),
        ('texts: {de: {Hello.: "Hallo {{ w }}."}}', [("name.unknown", "texts.de.Hello.")]),
        ('texts: {de: {Hello.: "Hallo {{ v"}}', [("condition.template", "texts.de.Hello.")]),
    ],
)
def test_texts_outside_of_flows(text: str, found: list[tuple[str, str]]) -> None:
    sub = "  sub: {triggers: [i], inputs: {wanted: number}, nodes: {a: {type: end}}}\n"
    rest = (
        HEAD + "intents: {i: {description: x, examples: [x]}}\n" + nodes("a: {type: say, say: Hello., next: end}") + sub
    )
    findings = load_text(f"voxloom: 1\nbot: small\nstart: main\n{text}\n{rest}").findings
    assert [(finding.code, finding.path) for finding in findings if finding.code != "slot.unset"] == found


def test_translations_at_a_node_are_texts_too() -> None:
    node = 'a: {type: say, say: x, translations: {de: "{{ w }}"}, next: end}'
    assert told(HEAD + nodes(node)) == [("name.unknown", "flows.main.nodes.a.translations.de")]


def test_the_key_of_a_tool_is_a_text_too() -> None:
    tool = "tools: {t: {effect: write, confirmed: true, idempotency_key: '{{ x }}', stub: {}}}\n"
    assert told(tool + nodes("a: {type: end}")) == [("name.unknown", "tools.t.idempotency_key")]


def test_names_that_could_not_be_read_may_be_meant() -> None:
    node = "a: {type: say, say: '{{ caller_name }} {{ vv }}', next: end}"
    found = told("slots: 5\nvariables: {v: text, value: {type: text}}\n" + nodes(node))
    assert ("name.unknown", "flows.main.nodes.a.say") not in found
    slip = told("slots: 5\nvariables: {value: {type: text}}\n" + nodes(node.replace("vv", "valeu")))
    assert ("name.unknown", "flows.main.nodes.a.say") in slip
