"""Knowledge bases: documents, who may hear of them, and how old they may be."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.knowledge import Entry, Knowledge

ADAPTER: TypeAdapter[Any] = TypeAdapter(Knowledge)


def base(**fields: Any) -> Any:
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json(fields))


def test_sources_are_names_or_names_with_conditions_and_ages() -> None:
    made = base(
        fresh_for="30d", sources=["a", {"document": "b", "if": "verified", "fresh_for": "12h"}, {"document": "c"}]
    )
    assert made.documents == ("a", "b", "c")
    assert made.entries == (Entry("a", None, 720), Entry("b", "verified", 12), Entry("c", None, 720))


def test_without_an_age_any_will_do() -> None:
    assert base(sources=["a"]).entries == (Entry("a", None, None),)
    assert base().entries == ()


@pytest.mark.parametrize(("age", "hours"), [("1h", 1), ("2w", 336), ("1.5d", 36), ("3650d", 87_600)])
def test_ages(age: str, hours: int) -> None:
    assert base(fresh_for=age).fresh_for == hours


@pytest.mark.parametrize(
    "fields",
    [
        {"fresh_for": 30}, {"fresh_for": "30"}, {"fresh_for": "0h"}, {"fresh_for": "3651d"}, {"fresh_for": "30m"},
        {"sources": [{"if": "x"}]}, {"sources": [{"document": "a", "when": "x"}]}, {"sources": "a"},
    ],
)  # fmt: skip
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        base(**fields)
