"""Other names in conditions and texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.expressions.renaming import CannotRename, renamed_in_condition, renamed_in_template


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("a > 1 and b == 2", "n > 1 and b == 2"),
        ("x == \"a\" or x == 'a'", "x == \"a\" or x == 'a'"),
        ("r.a > a.r", "r.a > n.r"),
        ("aa > a_a or a", "aa > a_a or n"),
        ("size(a) > a(1)", "size(n) > a(1)"),
        ("[1, 2].exists(x, x == a)", "[1, 2].exists(x, x == n)"),
        (r'x == "\"a" + a', r'x == "\"a" + n'),
        ("", ""),
    ],
)
def test_conditions(text: str, new: str) -> None:
    assert renamed_in_condition(text, "a", "n") == new


def test_fields_of_a_result() -> None:
    assert renamed_in_condition("result.a + a + result.b.a + x.result.a", "a", "n", of="result") == (
        "result.n + a + result.b.a + x.result.a"
    )


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("a {{ a }} a", "a {{ n }} a"),
        ("{{ a.a | default(a) }}{{ b.a }}", "{{ n.a | default(n) }}{{ b.a }}"),
        (
            "{% if a == 'a' and a is not none %}a{% elif b %}{{a}}{% endif %}",
            "{% if n == 'a' and n is not none %}a{% elif b %}{{n}}{% endif %}",
        ),
        ("x  {{- a -}}  a", "x  {{- n -}}  a"),
        ("{# a #}{{ a }}{% raw %}{{ a }}{% endraw %}", "{# a #}{{ n }}{% raw %}{{ a }}{% endraw %}"),
        ("{{ 'a' }} and a", "{{ 'a' }} and a"),
        ("line\n{{ a\n}}\n", "line\n{{ n\n}}\n"),
        ("no braces a", "no braces a"),
    ],
)
def test_texts(text: str, new: str) -> None:
    assert renamed_in_template(text, "a", "n") == new


@pytest.mark.parametrize("text", ["{{ a", "{{ a | nothing }}", "{% for a in b %}{% endfor %}"])
def test_texts_that_cannot_be_followed(text: str) -> None:
    with pytest.raises(CannotRename):
        renamed_in_template(text, "a", "n")


@given(st.text("a b{}%|.'\"=", max_size=25))
def test_nothing_else_changes(text: str) -> None:
    try:
        new = renamed_in_template(text, "a", "n")
    except CannotRename:
        return
    assert new.replace("n", "a") == text
