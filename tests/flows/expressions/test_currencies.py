"""The filter `money` beside a slot that has a currency of its own."""

import pytest

from flows.expressions.currencies import name_currencies
from flows.expressions.templates import Template, read_template

OWN = {"price": "EUR"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{ price | money }}", True),
        ("{{ price | default(0) | money }}", True),
        ("{{ price | money('USD') }}", False),
        ("{{ fee | money }}", False),
        ("{{ price }}", False),
    ],
)
def test_which_texts_get_one(text: str, named: bool) -> None:
    assert name_currencies(read_template(text), OWN) is named


def test_amounts_are_written_in_it() -> None:
    assert (
        Template("{{ price | money }} and {{ fee | money }}", "GBP", OWN).render({"price": 5, "fee": 2}) == "€5 and £2"
    )
