"""Values that a language model takes out of a conversation: the schema that it fills in, and its answer read."""

import json
from collections.abc import Mapping
from typing import Any

from flows.values.slots import SLOT_TYPES

WORDS = "words_to_say"
"""The field for what the caller hears."""


class Unreadable(ValueError):
    """The answer is not what was asked for."""


def schema_of(extract: Mapping[str, str], *, speak: bool) -> dict[str, Any]:
    """The JSON Schema for these values, each null where it is not known."""
    fields = {name: {"type": [_json_type(kind), "null"]} for name, kind in extract.items()}
    if speak:
        fields = {WORDS: {"type": ["string", "null"]}, **fields}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def read(text: str, extract: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """What the caller hears, and the values that are known. Raises Unreadable."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("this is no JSON") from None
    if not isinstance(answer, dict):
        raise Unreadable("this is no JSON object")
    words = answer.get(WORDS)
    return words if isinstance(words, str) else "", {
        name: answer[name] for name in extract if answer.get(name) is not None
    }


def _json_type(kind: str) -> str:
    if kind in ("list", "map"):
        return "array" if kind == "list" else "object"
    if kind in ("boolean", "yes_no"):
        return "boolean"
    return "number" if kind in SLOT_TYPES and SLOT_TYPES[kind].condition_type == "double" else "string"
