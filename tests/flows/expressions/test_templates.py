"""Templates: what they give, what they keep out, and that nothing else than their two problems escapes."""

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.expressions.templates import FILTERS, MAX_OUTPUT_CHARACTERS, Shown, Template, TemplateFailed, TemplateProblem

ESCAPES = (Path(__file__).parent / "escapes.txt").read_text(encoding="utf-8").splitlines()
VALUES: dict[str, Any] = {
    "amount": 1250.5, "count": 2, "whole": 60.0, "account": "joint_account", "yes": True, "no": False,
    "code": "4071", "names": ["a", "b", "c"], "map": {"key": "value", "items": 1},
    "text": "{{ 7 * 7 }}", "nothing": None, "day": "2026-11-27", "clock": "19:30", "span": 5400,
    "moment": "2026-11-27T20:00:00+01:00",
}  # fmt: skip


@pytest.mark.parametrize("text", ESCAPES)
def test_escapes_are_refused_or_fail(text: str) -> None:
    with pytest.raises((TemplateProblem, TemplateFailed)):
        Template(text).render(VALUES)
    with pytest.raises((TemplateProblem, TemplateFailed)):
        Template(text).value(VALUES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", "plain"),
        ("{{ amount | money }}", "$1,250.50"),
        ("{{ amount | money('EUR') }}", "€1,250.50"),
        ("{{ whole }} and {{ count }}", "60 and 2"),
        ("{{ account }}", "joint account"),
        ("{{ yes }} {{ no }}", "yes no"),
        ("{{ code | digits }}", "4 0 7 1"),
        ("{{ names | either }}", "a, b, or c"),
        ("{{ ['x', 'y'] | either }}", None),
        ("{{ 'x' | either }}", "x"),
        ("{{ map.key }} {{ map['key'] }}", "value value"),
        ("{{ map.items }}", "1"),
        ("{{ unknown | default('none') }}", "none"),
        ("{{ nothing | default('none') }}", "none"),
        ("{% if count > 1 %}many{% else %}one{% endif %}", "many"),
        ("Hello{% if unknown %} {{ unknown }}{% endif %}.", "Hello."),
        ("{% if not unknown and not nothing and not map.no %}x{% endif %}", "x"),
        ("{% if unknown == 'x' %}a{% elif unknown != 'x' %}b{% endif %}", "b"),
        ("{% if unknown is none and unknown is not defined and nothing is none %}x{% endif %}", "x"),
        ("{{ unknown or 'friend' }}", "friend"),
        ("{{ 'a' if yes else 'b' }}", "a"),
        ("{{ amount | round }} {{ amount | round(1) }}", "1250 1250.5"),
        ("{{ text }}", "{{ 7 * 7 }}"),
        ("{{ account | words | title }}", "Joint Account"),
        ("{{ code | length }} {{ 'Ab' | upper }}{{ 'Ab' | lower }}", "4 ABab"),
        ("{# a comment #}x", "x"),
        ("{{ day | date }}, {{ day | weekday }}", "Friday, November 27th, Friday"),
        ("{{ day | date('year') }}", "Friday, November 27th, 2026"),
        ("{{ clock | time }} {{ moment | time }} {{ moment | date }}", "7:30 PM 8 PM Friday, November 27th"),
        ("{{ moment | datetime }}", "Friday, November 27th at 8 PM"),
        ("{{ span | duration }}", "1 hour and 30 minutes"),
        ("{{ text | date }}{{ text | time }}", "{{ 7 * 7 }}{{ 7 * 7 }}"),
    ],
)
def test_what_is_said(text: str, said: str | None) -> None:
    if said is None:
        with pytest.raises(TemplateProblem):
            Template(text)
        return
    assert Template(text).render(VALUES) == said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ count }}", 2),
        ("{{ whole }}", 60),
        (" {{ yes }} ", True),
        ("{{ names }}", ["a", "b", "c"]),
        ("x{{ count }}", "x2"),
    ],
)
def test_one_expression_keeps_its_type(text: str, value: object) -> None:
    assert Template(text).value(VALUES) == value


@pytest.mark.parametrize(
    "text",
    [
        "{{ unknown }}",
        "{{ map.nothing }}",
        "{{ unknown + 1 }}",
        "{{ 'a' if unknown > 1 else 'b' }}",
        "{{ amount | length }}",
        "{{ 1 / 0 }}",
        "{{ 'x' | money }}",
        "{{ amount | money('XXX') }}",
    ],
)
def test_what_cannot_be_filled(text: str) -> None:
    with pytest.raises(TemplateFailed):
        Template(text).render(VALUES)
    with pytest.raises(TemplateFailed):
        Template(text).value(VALUES)


def test_long_texts_stop() -> None:
    with pytest.raises(TemplateFailed, match="too long"):
        Template("{{ a }}{{ a }}").render({"a": "x" * MAX_OUTPUT_CHARACTERS})


def test_names_are_those_that_are_used() -> None:
    assert Template("{{ a }} {% if b.c %}{{ d | default(e) }}{% endif %}").names == {"a", "b", "d", "e"}


@pytest.mark.parametrize("name", FILTERS)
@given(
    value=st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=20), st.lists(st.integers(), max_size=3))
)
def test_filters_give_a_text_or_fail(name: str, value: object) -> None:
    template = Template(f"{{{{ v | {name} }}}}")
    with contextlib.suppress(TemplateFailed):
        assert isinstance(template.render({"v": value}), str)


@given(st.text(alphabet="{}%|.[]()'\"_ abamount+-*/~#<>=!0123456789\n", max_size=60))
def test_any_text_is_used_or_refused(text: str) -> None:
    with contextlib.suppress(TemplateProblem, TemplateFailed):
        Template(text).render(VALUES)


def test_money_is_that_of_the_region_unless_it_is_named() -> None:
    assert Template("{{ amount | money }}", "GBP").render(VALUES) == "£1,250.50"
    assert Template("{{ amount | money('EUR') }}", "GBP").render(VALUES) == "€1,250.50"
    assert Template("{{ amount | money }}").render(VALUES) == "$1,250.50"


def test_money_is_that_of_the_slot_where_it_has_one() -> None:
    own = {"amount": "EUR"}
    assert Template("{{ amount | money }}", "GBP", own).render(VALUES) == "€1,250.50"
    assert Template("{{ amount | money }}", "GBP", own).value(VALUES) == "€1,250.50"
    assert Template("It's {{ amount | default(0) | money }}.", "GBP", own).render(VALUES) == "It's €1,250.50."
    assert Template("{{ amount | money('USD') }}", "GBP", own).render(VALUES) == "$1,250.50"
    assert Template("{{ amount | money }}", "GBP", {"other": "EUR"}).render(VALUES) == "£1,250.50"


def test_a_text_may_be_said_in_another_way_than_it_is_compared_and_filtered() -> None:
    values = {"card": Shown("4242424242424242", "the card ending 4 2 4 2")}
    assert Template("With {{ card }}.").render(values) == "With the card ending 4 2 4 2."
    assert Template("{% if card == '4242424242424242' %}yes{% endif %}").render(values) == "yes"
    assert Template("{{ card | length }}").render(values) == "16"
    assert Template("{{ card }}").value(values) == "4242424242424242"
