"""What texts need, the same as when they are filled."""

from itertools import product

import pytest

from flows.checks.cells import cells_of, lay_out
from flows.checks.filled import fill, needed, text_logic
from flows.checks.logic import Compare, Not, Present, Truthy
from flows.checks.worlds import Scope
from flows.expressions.templates import Template, TemplateFailed, read_template

FIELDS = lay_out({
    "a": cells_of("yes_no", None, [True]),
    "kind": cells_of("text", None, ["x", "y"]),
    "n": cells_of("number", None, [0.0, 1.0, 5.0]),
    "map": cells_of("map", None, []),
})  # fmt: skip
SCOPE = Scope({}, FIELDS)
VALUES = {"a": (None, True, False), "kind": (None, "x", "y"), "n": (None, 0, 5), "map": (None, {"k": 1})}
TEXTS = [
    "Plain.", "{{ n }}", "{{ n | money }} {{ kind }}", "{{ n | default(3) }}", "{{ n | default(kind) }}",
    "{{ (n | round) | default(3) }}",
    "{% if n %}{{ n }}{% endif %}", "{% if a %}{{ n }}{% else %}{{ kind }}{% endif %}",
    "{% if not n %}none{% elif kind == 'x' %}{{ kind }}{% else %}{{ kind | upper }}{% endif %}",
    "{% if kind == 'x' and n > 1 %}{{ n }}{% endif %}", "{% if kind != 'x' %}{{ kind }}{% endif %}",
    "{% if n is defined %}{{ n }}{% endif %}", "{% if n is none %}{{ kind }}{% else %}{{ n }}{% endif %}",
    "{% if n == none or kind == none %}{% else %}{{ n }} {{ kind }}{% endif %}", "{{ n if a else kind }}",
    "{{ n if n else kind }}", "{{ n or kind }}", "{{ a and n }}", "{{ kind ~ n }}", "{{ n + 1 }}", "{{ -n }}",
    "{{ not n }} {{ kind == 'x' }}", "{{ n > 1 }}", "{% if n > 1 or a %}{% endif %}", "{{ map.k }}", "{{ map['k'] }}",
    "{{ map.k | default('x') }}", "{{ map.none | default('x') }}",
    "{% if 'x' in kind %}1{% endif %}", "{% if kind | length > 0 %}1{% endif %}",
    "{% if a == true %}{{ n }}{% endif %}", "{% if 'x' == kind %}{{ kind }}{% endif %}", "{{ kind }}{{ kind }}",
    "{% if a %}{% if n %}{{ n }}{% endif %}{% endif %}{{ kind }}", "{{ (n if a else kind) | default('x') }}",
    "{% if a is true %}{{ n }}{% endif %}", "{% if not (a or n) %}{{ kind }}{% endif %}",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_as_when_it_is_filled(text: str) -> None:
    """With every value and none for each name: it is told when it fails, and only then."""
    template, tree = Template(text), read_template(text)
    used = sorted(template.names)
    for values in product(*(VALUES[name] for name in used)):
        known = dict(zip(used, values, strict=True))
        world = sum(at.of(known.get(name)) for name, at in FIELDS.items())
        filled = fill(tree, world, SCOPE)
        try:
            template.render({name: value for name, value in known.items() if value is not None})
        except TemplateFailed:
            assert filled.missing, known
            assert all(known[name] is None for name in filled.missing)
        else:
            assert not filled.missing or "map" in known or "is true" in text or "length" in text, known
            assert filled.world


def test_behind_a_text_its_names_have_values() -> None:
    world = sum(at.all for at in FIELDS.values())
    filled = fill(read_template("{{ n }}{% if kind %}{{ a }}{% endif %}"), world, SCOPE)
    assert filled.missing == {"n", "a"}
    assert not SCOPE.without_value(filled.world, "n")
    assert SCOPE.without_value(filled.world, "a")


def test_conditions_of_texts() -> None:
    def logic(text: str) -> object:
        return text_logic(read_template(f"{{{{ {text} }}}}").body[0].nodes[0])  # type: ignore[attr-defined]

    assert logic("not n") == Not(Truthy("n"))
    assert logic("n != none") == Present("n")
    assert logic("n is undefined") == Not(Present("n"))
    assert logic("5 == n") == Compare("n", "==", (5.0,))


def test_needed() -> None:
    assert needed(read_template("{{ kind | default(n) }}{{ n | money }}")) == {"n"}
