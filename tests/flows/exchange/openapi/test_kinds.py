"""Types of schemas and types of the language."""

from typing import Any

import pytest

from flows.definition.tool import RETURN_TYPES
from flows.exchange.openapi.kinds import type_of
from flows.exchange.openapi.refs import Refs
from flows.exchange.openapi.schemas import read_schema


@pytest.mark.parametrize(
    ("name", "schema", "wanted"),
    [
        ("x", {"type": "string"}, "text"),
        ("x", {"type": "string", "format": "date"}, "date"),
        ("x", {"type": "string", "format": "date-time"}, "datetime"),
        ("x", {"type": "string", "format": "time"}, "time"),
        ("x", {"type": "string", "format": "email"}, "email"),
        ("x", {"type": "string", "format": "uuid"}, "text"),
        ("x", {"type": "string", "format": "duration"}, "text"),
        ("x", {"type": "string", "format": {"a": 1}}, "text"),
        ("x", {"type": "string", "enum": ["a", "b"], "format": "email"}, "text"),
        ("x", {"type": "integer"}, "integer"),
        ("x", {"type": "number"}, "number"),
        ("x", {"type": "boolean"}, "boolean"),
        ("x", {"type": "array"}, "list"),
        ("x", {"type": "object"}, "map"),
        ("x", {}, "text"),
        ("x", None, "text"),
        ("phone", {"type": "string"}, "phone"),
        ("mobileNumber", {"type": "string"}, "phone"),
        ("phone", {"type": "integer"}, "integer"),
        ("customer_email", {"type": "string"}, "email"),
        ("emailAddress", {}, "email"),
        ("IBAN", {"type": "string"}, "iban"),
        ("cardNumber", {"type": "string"}, "card_number"),
        ("microphone", {"type": "string"}, "text"),
        ("phone_model", {"type": "string"}, "text"),
    ],
)
def test_types(name: str, schema: Any, wanted: str) -> None:
    made = type_of(name, read_schema(Refs({}), schema) if schema is not None else None)
    assert made == wanted
    assert made in RETURN_TYPES
