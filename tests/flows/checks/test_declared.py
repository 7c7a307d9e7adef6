"""The place of a field that a slot has from an own type."""

import pytest

from flows.checks.declared import owner
from flows.loader.path import Path
from tests.flows.checks.small import MAIN, look

BOT = """
types:
  code: {type: spelled, pattern: "[A-Z]{2}"}
  short: {type: code, length: 2}
slots:
  own: {type: spelled, pattern: "[0-9]"}
  plain: {type: code}
  far: {type: short, keep: true}
"""


@pytest.mark.parametrize(
    ("path", "field", "found"),
    [
        (("slots", "own"), "pattern", ("slots", "own")),
        (("slots", "plain"), "pattern", ("types", "code")),
        (("slots", "far"), "pattern", ("types", "code")),
        (("slots", "far"), "length", ("types", "short")),
        (("slots", "far"), "keep", ("slots", "far")),
        (("types", "short"), "pattern", ("types", "code")),
        (("slots", "far"), "max", ("slots", "far")),
        (("slots", "nobody"), "max", ("slots", "nobody")),
    ],
)
def test_a_field_stands_where_it_is_written(path: Path, field: str, found: Path) -> None:
    assert owner(look(BOT + MAIN), path, field) == found


def test_types_made_from_each_other_have_an_end() -> None:
    made = look(BOT + MAIN)
    made.document.data["types"] = {"a": {"type": "b"}, "b": {"type": "a"}}
    assert owner(made, ("types", "a"), "pattern") == ("types", "a")
