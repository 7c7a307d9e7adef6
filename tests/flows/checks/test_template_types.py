"""What the pieces of texts give."""

import pytest

from flows.checks.template_types import SAMPLES, Reader
from flows.expressions.templates import FILTERS
from flows.values.slots import SLOT_TYPES
from tests.flows.checks.small import codes, look, nodes

NAMES = """
slots:
  n: {type: number}
  t: {type: text}
  p: {type: person}
  y: {type: yes_no}
  c: {type: choice, choices: {small: [], large: []}}
  d: {type: date}
  code: {type: digits}
variables: {l: {type: list}, m: {type: map}}
"""
LOOK = look(NAMES + nodes("a: {type: say, say: x, next: end}"))
AT = ("flows", "main", "nodes", "a", "say")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{{ n }}", "number"), (" {{ p }} ", "person"), ("{{ n }} of {{ n }}", "text"), ("x", "text"),
        ("{{ n | money }}", "text"), ("{{ n | round(1) }}", "number"), ("{{ t | length }}", "number"),
        ("{{ n + 1 }}", "number"), ("{{ t ~ n }}", "text"), ("{{ n > 1 }}", "boolean"), ("{{ not y }}", "boolean"),
        ("{{ 5 }}", "number"), ("{{ 'x' }}", "text"), ("{{ true }}", "boolean"), ("{{ m.x }}", None),
        ("{{ l[0] }}", None),
        ("{{ t if y else p }}", None), ("{{ n if y else n }}", "number"),
        ("{{ n | default(0) }}", "number"),
        ("{{ n | default('x') }}", None), ("{{ unknown }}", None), ("{% if y %}x{% endif %}", "text"),
        ("{{ -n }}", "number"),
        ("{{ l | either }}", "text"), ("{{ m.x | money }}", None),
    ],
)  # fmt: skip
def test_what_a_text_gives(text: str, kind: str | None) -> None:
    reader = Reader(LOOK, AT)
    assert reader.gives(LOOK.tree(text)) == kind
    assert reader.problems(LOOK.tree(text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ p | money }}", "condition.template"), ("{{ y | money }}", "condition.template"),
        ("{{ code | money }}", "condition.template"),
        ("{{ t | round }}", "condition.template"),
        ("{{ n | length }}", "condition.template"),
        ("{{ n | date }}", "condition.template"),
        ("{{ p | time }}", "condition.template"), ("{{ t.x }}", "condition.template"),
        ("{{ n[0] }}", "condition.template"),
        ("{{ m.__class__ }}", "condition.template"), ("{{ m['__class__'] }}", "condition.template"),
        ("{{ p + 1 }}", "condition.template"), ("{{ t - 1 }}", "condition.template"),
        ("{{ y / 2 }}", "condition.template"),
        ("{{ n | money | round }}", "condition.template"), ("{{ t > 1 }}", "condition.type"),
        ("{% if n == 'x' %}x{% endif %}", "condition.type"), ("{% if c == 'medium' %}x{% endif %}", "condition.option"),
        ("{% if 'medium' != c %}x{% endif %}", "condition.option"),
        ("{{ 'a' if c == 'medium' else 'b' }}", "condition.option"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(text: str, code: str) -> None:
    assert [finding.code for finding in Reader(LOOK, AT).problems(LOOK.tree(text))] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "{{ l | length }}",
        "{{ c | words }}",
        "{{ d | date }}",
        "{{ t + p }}",
        "{{ m.x.y | default('-') }}",
    ],
)
def test_what_goes_together(text: str) -> None:
    assert Reader(LOOK, AT).problems(LOOK.tree(text)) == []


def test_one_chain_is_told_of_once() -> None:
    assert len(Reader(LOOK, AT).problems(LOOK.tree("{{ t.__class__.__mro__[1] | money }}"))) == 1


def test_every_slot_type_has_a_sample_and_every_filter_takes_one() -> None:
    assert set(SLOT_TYPES) - {"choice"} <= set(SAMPLES)
    for name in FILTERS:
        taken = [kind for kind in SAMPLES if not codes(_bot(kind, f"{{{{ v | {name} }}}}"))]
        assert taken, name


def _bot(kind: str, text: str) -> str:
    return f"variables: {{v: {{type: {kind}}}}}\n" + nodes(f'a: {{type: say, say: "{text}", next: end}}')


def test_names_in_repair_flows_have_no_type() -> None:
    repair = "  on_clarify: {nodes: {a: {type: say, say: '{{ candidates | either }} {{ old.x }}', next: end}}}\n"
    assert codes(nodes("a: {type: say, say: x, next: end}") + repair) == []
