"""The JSON Schema of the language, made from the definition classes; editors complete and check bots by it."""

import copy
import sys
from typing import Any

from flows.definition.bot import LANGUAGE_VERSION
from flows.definition.test_case import ANYTHING
from flows.loader.decode import bot_adapter
from flows.schema.docstrings import field_docs
from flows.values.slots import SLOT_TYPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"https://voxloom.org/schema/bot-{LANGUAGE_VERSION}.json"
"""A name, not an address to fetch from."""
DEFINITIONS = ("flows.definition.", "flows.values.")
MS_IN_S = 1000


def bot_schema() -> dict[str, Any]:
    """The schema of a bot, for the data that the YAML stands for (keys are texts, as in JSON)."""
    generated = copy.deepcopy(bot_adapter().json_schema(by_alias=True, mode="validation"))
    classes = _classes()
    for name, schema in (("Bot", generated), *generated["$defs"].items()):
        _describe(schema, classes[name])
    return {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "A Voxloom bot", **_with_own_types(_cleaned(generated))}


def _with_own_types(schema: dict[str, Any]) -> dict[str, Any]:
    """Slots, arguments and results may name a type of the bot's own, but only where there are `types`."""
    word = {"type": "string", "not": {"enum": list(SLOT_TYPES)}}
    own = {"type": "object", "required": ["type"], "properties": {"type": word}}
    known = schema["properties"]["slots"]["additionalProperties"]
    for group in ("slots", "types"):
        schema["properties"][group]["additionalProperties"] = {"anyOf": [known, own]}
    of_tools = {"additionalProperties": _tool_types(schema, word)}
    only_known = {"slots": {"additionalProperties": known}, "tools": of_tools}
    return {**schema, "if": {"not": {"required": ["types"]}}, "then": {"properties": only_known}}


def _tool_types(schema: dict[str, Any], word: dict[str, Any]) -> dict[str, Any]:
    """Let what a tool takes and gives be of a type of the bot's own; what holds where it has none."""
    only_known = {}
    for group in ("arguments", "returns"):
        fields = schema["$defs"]["Tool"]["properties"][group]
        only_known[group] = {"additionalProperties": fields["additionalProperties"]}
        fields["additionalProperties"] = {"anyOf": [fields["additionalProperties"], word]}
    return {"properties": only_known}


def duration(ms: int) -> str:
    """A duration as it is written in a bot."""
    return f"{ms // MS_IN_S}s" if ms % MS_IN_S == 0 else f"{ms}ms"


def _classes() -> dict[str, type]:
    """The definition classes that are loaded, by their names."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(DEFINITIONS)]
    return {
        kept.__name__: kept
        for module in modules
        for kept in vars(module).values()
        if isinstance(kept, type) and hasattr(kept, "__pydantic_fields__")
    }


def _describe(schema: dict[str, Any], owner: type) -> None:
    """The docstrings under the fields become their descriptions."""
    fields: dict[str, Any] = getattr(owner, "__pydantic_fields__", {})
    for name, text in field_docs(owner).items():
        if name in fields:
            written = fields[name].alias or name
            schema["properties"][written] = dict(sorted({"description": text, **schema["properties"][written]}.items()))


def _cleaned(schema: Any) -> Any:
    """Without what only OpenAPI knows, titles that repeat the name, and defaults in another form than is written."""
    if isinstance(schema, list):
        return [_cleaned(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"discriminator"} | ({"title"} if isinstance(schema.get("title"), str) else set())
    kept = {key: _cleaned(value) for key, value in schema.items() if key not in dropped}
    default = kept.get("default")
    if isinstance(default, int) and kept.get("type") == "string":
        kept["default"] = duration(default)
    if default is None or default in (ANYTHING, []):
        kept.pop("default", None)  # left out, the field means nothing
    return kept
