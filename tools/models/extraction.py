"""Values that a language model takes out of a conversation: the schema that it fills in, and its answer read."""

import json
from collections.abc import Mapping
from typing import Any

from flows.engine.fitting import fits_type
from flows.values.slots import SLOT_TYPES

WORDS = "words_to_say"
"""The field for what the caller hears."""
_FENCE = "```"


class Unreadable(ValueError):
    """The answer is not what was asked for; the message says why, for the model, and names no value."""

    logs_its_words = True


def schema_of(extract: Mapping[str, str], *, speak: bool) -> dict[str, Any]:
    """The JSON Schema for these values, each null where it is not known."""
    fields = {name: {"type": [json_type(kind), "null"]} for name, kind in extract.items()}
    if speak:
        fields = {WORDS: {"type": ["string", "null"]}, **fields}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def read(text: str, extract: Mapping[str, str], *, strictly: bool = False) -> tuple[str, dict[str, Any]]:
    """What the caller hears, and the values that are known. Raises Unreadable.

    A field that is left out is not known, and one that nobody asked for is left out. `strictly`: each value has to be
    of its type; else it is for the engine to clear it.
    """
    try:
        answer = json.loads(_unfenced(text))
    except (ValueError, RecursionError):
        raise Unreadable("This is no JSON.") from None
    if not isinstance(answer, dict):
        raise Unreadable("This is no JSON object.")
    words = answer.get(WORDS)
    known = {name: answer[name] for name in extract if answer.get(name) is not None}
    if strictly:
        wrong = [name for name, value in known.items() if not fits_type(extract[name], value)]
        wrong += [WORDS] if words is not None and not isinstance(words, str) else []
        if wrong:
            raise Unreadable("These fields are not of their type: " + ", ".join(f"`{name}`" for name in wrong) + ".")
    return words if isinstance(words, str) else "", known


def json_type(kind: str) -> str:
    """What a type of the language is in JSON Schema."""
    if kind in ("list", "map"):
        return "array" if kind == "list" else "object"
    if kind in ("boolean", "yes_no"):
        return "boolean"
    return "number" if kind in SLOT_TYPES and SLOT_TYPES[kind].condition_type == "double" else "string"


def _unfenced(text: str) -> str:
    """Small models put JSON between fences, as they have seen it on pages."""
    text = text.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE) and "\n" in text:
        return text[text.index("\n") : -len(_FENCE)]
    return text
