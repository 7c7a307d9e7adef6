"""The names that a bot declares, with what an author picks them by."""

import re
from typing import Any

from flows.definition.repair import repair_flows
from flows.definition.tool_request import TEMPLATES, texts_below
from flows.values.slots import SLOT_TYPES

_SPOKEN_OF = re.compile(r"\{\{-?\s*([A-Za-z_]\w*)")
"""The name with which a template begins; the text of a draft may have any error, so it is not parsed."""
_GIVEN_OUTSIDE = "env"


def names(data: dict[str, Any]) -> dict[str, Any]:
    """Of a bot's data, which may have errors."""
    return {
        "slots": _each(data, "slots", _typed),
        "variables": _each(data, "variables", _typed),
        "types": [*SLOT_TYPES, *_map(data.get("types"))],
        "intents": _each(data, "intents", _intent),
        "tools": _each(data, "tools", _tool),
        "knowledge": list(_map(data.get("knowledge"))),
        "routes": list(_map(data.get("routes"))),
        "flows": _each(data, "flows", _flow),
        "repair": list(repair_flows()),
    }


def _each(data: dict[str, Any], field: str, tell: Any) -> dict[str, Any]:
    return {name: tell(entry if isinstance(entry, dict) else {}) for name, entry in _map(data.get(field)).items()}


def _typed(entry: dict[str, Any]) -> dict[str, str]:
    return {"type": _text(entry.get("type")) or "text", "description": _text(entry.get("description"))}


def _intent(entry: dict[str, Any]) -> dict[str, Any]:
    examples = entry.get("examples")
    return {
        "description": _text(entry.get("description")),
        "examples": len(examples) if isinstance(examples, list) else 0,
    }


def _tool(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": _text(entry.get("type")),
        "effect": _text(entry.get("effect")) or "read",
        "description": _text(entry.get("description")),
        "arguments": list(_map(entry.get("arguments"))) or _spoken_of(_map(entry.get("request"))),
        "returns": list(_map(entry.get("returns"))),
        "return_types": {name: kind for name, kind in _map(entry.get("returns")).items() if isinstance(kind, str)},
        "timeout": _text(entry.get("timeout")),
    }


def _spoken_of(request: dict[str, Any]) -> list[str]:
    """What the texts of a request are filled with, in order: the arguments of a tool that declares none."""
    texts = (text for field in TEMPLATES for _, text in texts_below(request.get(field)))
    found = dict.fromkeys(name for text in texts for name in _SPOKEN_OF.findall(text))
    return [name for name in found if name != _GIVEN_OUTSIDE]


def _flow(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": _text(entry.get("description")),
        "inputs": list(_map(entry.get("inputs"))),
        "outputs": list(_map(entry.get("outputs"))),
    }


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
