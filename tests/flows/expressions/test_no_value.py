"""A name without a value."""

import pytest
from jinja2 import UndefinedError

from flows.expressions.no_value import NoValue


def test_holds_not_and_equals_nothing() -> None:
    nothing = NoValue(name="first_name")
    assert not nothing
    assert nothing == None  # noqa: E711 - what a text does
    assert nothing == NoValue(name="other")
    assert nothing != "anna"
    assert (nothing != NoValue(name="other")) is False
    assert len({nothing, NoValue(name="other")}) == 1


def test_cannot_be_said_or_counted_with() -> None:
    nothing = NoValue(name="first_name")
    for use in (str, len, lambda value: value + 1, lambda value: value < 1):
        with pytest.raises(UndefinedError, match="first_name"):
            use(nothing)
