"""Types by their names."""

import pytest

from flows.engine.fitting import fits_type


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("boolean", True, True), ("yes_no", "yes", False), ("number", 5, True), ("number", True, False),
        ("money", "5", False), ("text", "a", True), ("text", 5, False), ("digits", 55, True), ("list", [], True),
        ("map", [], False),
    ],
)  # fmt: skip
def test_a_value_is_of_its_type(kind: str, value: object, fits: bool) -> None:
    assert fits_type(kind, value) is fits
