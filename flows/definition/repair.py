"""The built-in repair flows, as ordinary flows that a bot overrides by name."""

import json
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from flows.definition.flow import Flow

REPAIR_VALUES = (
    "said", "last_said", "help", "abilities", "candidates", "description", "slot", "old", "new", "reason", "note",
    "told", "facts", "standing",
)  # fmt: skip
"""The names that repair flows may use beside the bot's own."""


@cache
def repair_flows() -> dict[str, Flow]:
    """All built-in repair flows by name."""
    text = files("flows.definition").joinpath("repair.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Flow]).validate_json(json.dumps(yaml.safe_load(text)))
