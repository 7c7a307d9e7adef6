"""What stands in the result of a text or an expression, and what it only says something about."""

import pytest

from flows.checks.carried import carried_by_expression, carried_by_text
from flows.expressions.templates import read_template


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{ a }} and {{ b }}", "a b"),
        ("{{ a }} {{ a }}", "a"),
        ("{{ a | upper }} {{ b | length }}", "a"),
        ("{{ day | weekday }}", ""),
        ("{{ day | date }}", "day"),
        ("{{ a | default(b) }}", "a b"),
        ("{{ a | default('x') }}", "a"),
        ("{{ a | length | default(b) }}", "b"),
        ("{{ a == 'x' }}{{ not a }}{{ a is none }}", ""),
        ("{{ a or b }}", "a b"),
        ("{{ a if b else c }}", "a c"),
        ("{{ a if b }}", "a"),
        ("{% if a %}{{ b }}{% elif c == d %}{{ e }}{% else %}{{ f }}{% endif %}", "b e f"),
        ("{{ record.name }} {{ goods[at] }}", "record goods"),
        ("{{ a ~ b }} {{ -c }}", "a b c"),
        ("nothing", ""),
    ],
)
def test_texts(text: str, names: str) -> None:
    assert carried_by_text(read_template(text)) == tuple(names.split())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a", "a"),
        ("a + ' of ' + b", "a b"),
        ("a + a", "a"),
        ("'a' + \"b\"", ""),
        ("a == b", ""),
        ("a > 3 && b", ""),
        ("not a", ""),
        ("!a", ""),
        ("a in [b, c]", ""),
        ("a == 'x' ? b : c", "b c"),
        ("a ? b : c ? d : e", "b d e"),
        ("a ? (b ? c : d) : 'x'", "c d"),
        ("(a == b) ? 'yes' : 'no'", ""),
        ("size(a)", ""),
        ("a.size()", ""),
        ("a.other()", "a"),
        ("weekday(a)", ""),
        ("a.startsWith('x')", ""),
        ("string(a) + b", "a b"),
        ("result", "result"),
        ("result.name", "result.name"),
        ("result.name + ' ' + result.more.street", "result.name result.more"),
        ("result['name']", "result"),
        ("goods[at]", "goods"),
        ("[a, b]", "a b"),
        ("[a == b, c]", "c"),
        ("{'x': a}", "a"),
        ("true ? null : 3.5", ""),
        ("((((a", "a"),
        ("a))) + b", "a b"),
        ("", ""),
    ],
)
def test_expressions(text: str, names: str) -> None:
    assert carried_by_expression(text) == tuple(names.split())


def test_deep_brackets_do_no_harm() -> None:
    assert carried_by_expression("(" * 50_000 + "a") == ("a",)
