"""Values that are given to slots and variables can stand there."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, nodes, told

NAMES = """
slots:
  n: {type: integer, min: 1, max: 9}
  c: {type: choice, choices: {small: [tiny], large: []}}
  p: {type: person}
  y: {type: yes_no}
  d: {type: date}
  code: {type: digits, length: 4}
variables: {v: {type: money}, t: {type: text}, l: {type: list}, b: {type: boolean}}
"""


@pytest.mark.parametrize(
    "value",
    [
        "n: 5", "n: five", "n: null", "c: small", "c: tiny", "p: Maria", "y: true", 'code: "0042"', "v: 2.5", "t: x",
        "t: ''", "b: false", "d: 2026-03-01", 'n: "{{ n }}"', 'v: "{{ n }}"', 't: "{{ p }} {{ n }}"', 't: "{{ c }}"',
        'l: "{{ l }}"', 'n: {expr: n + 1}', 't: {expr: p + "x"}', "b: {expr: n > 1}", "l: {expr: '[1, 2]'}",
    ],
)  # fmt: skip
def test_good_values(value: str) -> None:
    assert told(NAMES + nodes(f"a: {{type: set, set: {{{value}}}, next: end}}")) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("n: lots", "type.value"), ("n: 12", "type.value"), ("n: 2.5", "type.value"), ("n: true", "type.value"),
        ("c: medium", "type.value"), ("c: savngs", "type.value"), ("p: 5", "type.value"), ("y: maybe", "type.value"),
        ('code: "42"', "type.value"), ("v: five", "type.value"), ("t: 5", "type.value"), ("b: 'yes'", "type.value"),
        ("l: x", "type.value"), ("d: never", "type.value"), ('n: "{{ p }}"', "type.value"),
        ('v: "{{ n }} more"', "type.value"),
        ('t: "{{ n }}"', "type.value"), ('l: "{{ t }}"', "type.value"), ('n: {expr: "p"}', "condition.type"),
        ("t: {expr: n + 1}", "condition.type"), ("b: {expr: n + 1}", "condition.type"),
    ],
)  # fmt: skip
def test_values_that_cannot_stand_there(value: str, code: str) -> None:
    path = f"flows.main.nodes.a.set.{value.split(':')[0]}" + (".expr" if "expr" in value else "")
    assert told(NAMES + nodes(f"a: {{type: set, set: {{{value}}}, next: end}}")) == [(code, path)]


def test_of_what_could_not_be_read_nothing_is_known() -> None:
    names = "slots: {c: {type: choice, choices: [small]}, n: 5}\nvariables: {v: {type: 5}}\n"
    found = told(names + nodes("a: {type: set, set: {c: x, n: x, v: {expr: '1'}}, next: end}"))
    assert [code for code, _ in found] == ["schema.type"] * 3


@pytest.mark.parametrize(
    ("value", "code", "remedy"),
    [
        ("n: n + 1", "type.value", "Write `{expr: n + 1}` to have it worked out."),
        ("v: v * 2", "type.value", "Write `{expr: v * 2}` to have it worked out."),
        ("v: n", "type.value", 'Write `"{{ n }}"` for its value.'),
        ("t: t", "condition.template", 'Write `"{{ t }}"`.'),
        ("n: lots + more", "type.value", None),
    ],
)
def test_a_value_that_is_written_as_what_gives_it(value: str, code: str, remedy: str | None) -> None:
    (found,) = load_text(HEAD + NAMES + nodes(f"a: {{type: set, set: {{{value}}}, next: end}}")).findings
    assert found.code == code
    assert found.remedy == remedy or remedy is None
    assert ("{" in found.remedy) is (remedy is not None)


def test_an_argument_that_is_the_name_of_its_value() -> None:
    tools = "tools: {send: {arguments: {t: text, v: money}, stub: {}}}\n"
    call = "c: {type: call, tool: send, with: {t: t, v: v}, next: end}"
    findings = load_text(HEAD + NAMES + tools + nodes(call)).findings
    assert [(found.code, found.severity) for found in findings] == [("condition.template", "warning")] * 2
    assert load_text(HEAD + NAMES + tools + nodes(call.replace("t: t, v: v", "t: tt, v: 5"))).findings == ()
