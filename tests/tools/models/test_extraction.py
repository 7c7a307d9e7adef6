"""The schema of values, and what a model makes of it."""

import json
from typing import Any

import pytest

from flows.engine.fitting import fits_type
from tools.models.extraction import Unreadable, read, schema_of

KINDS = {"topic": "choice", "count": "integer", "price": "money", "sure": "yes_no", "goods": "list", "more": "map"}


def test_each_value_has_its_type_and_may_be_unknown() -> None:
    schema = schema_of(KINDS, speak=False)
    types = {name: field["type"][0] for name, field in schema["properties"].items()}
    assert types == {
        "topic": "string", "count": "number", "price": "number", "sure": "boolean", "goods": "array", "more": "object",
    }  # fmt: skip
    assert schema["required"] == list(KINDS)
    assert all(field["type"][1] == "null" for field in schema["properties"].values())
    assert next(iter(schema_of(KINDS, speak=True)["properties"])) == "words_to_say"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"topic": "roof", "count": 2}', ("", {"topic": "roof", "count": 2})),
        ('{"words_to_say": "Well.", "topic": null, "other": 1}', ("Well.", {})),
        ('{"words_to_say": 5, "sure": false}', ("", {"sure": False})),
    ],
)
def test_what_is_known_is_kept(text: str, expected: tuple[str, dict[str, Any]]) -> None:
    assert read(text, KINDS) == expected


@pytest.mark.parametrize("text", ["", "no", "[1]", "5", '{"topic": ', "[" * 100_000])
def test_what_is_no_answer(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, KINDS)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("digits", 4711, True),
        ("digits", True, False),
        ("integer", "2", False),
        ("yes_no", 1, False),
        ("list", [1], True),
    ],
)
def test_what_is_sent_back_is_what_the_engine_would_clear(kind: str, value: Any, fits: bool) -> None:
    text = json.dumps({"it": value})
    assert fits_type(kind, value) is fits
    if fits:
        assert read(text, {"it": kind}, strictly=True) == ("", {"it": value})
    else:
        with pytest.raises(Unreadable, match="`it`"):
            read(text, {"it": kind}, strictly=True)
