"""Tables of what callers say and the value that it is, one file a type."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES
from flows.values.words import Words

DATA = Path(__file__).parent / "data"
CHOICES = {"savings": ["saver", "saving account"], "checking": ["current", "everyday"], "joint_account": ["joint"]}


def slot(kind: str, **options: Any) -> SlotType:
    """A slot of a type."""
    if kind == "choice":
        options.setdefault("choices", CHOICES)
    adapter: TypeAdapter[SlotType] = TypeAdapter(SLOT_TYPES[kind])
    return adapter.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": kind, **options}))


def rows(kind: str) -> list[dict[str, Any]]:
    """The table of a type."""
    return list(yaml.safe_load((DATA / f"{kind}.yaml").read_text(encoding="utf-8")))


def answer(kind: str, row: dict[str, Any]) -> Any:
    """The value of an answer; one that the slot takes is preferred, as understanding does."""
    definition = slot(kind, **row.get("slot", {}))
    found = definition.find(Words.of(row["say"]), asked=True)
    fitting = [item for item in found if definition.problem(item.value) is None] or found
    return fitting[0].value if fitting else None
