"""Tables of what callers say and the value that it is, one file a type."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from flows.values.setting import Setting
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES
from flows.values.words import Found, Words

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


def best(kind: str, row: dict[str, Any]) -> Found | None:
    """What is found in an answer, said in `region`; what the slot takes is preferred, as understanding does."""
    definition = slot(kind, **row.get("slot", {}))
    setting = Setting(region=row.get("region", "US"))
    found = definition.find(Words.of(row["say"], setting), asked=True)
    fitting = [item for item in found if definition.problem_at(item.value, setting) is None] or found
    return fitting[0] if fitting else None


def answer(kind: str, row: dict[str, Any]) -> Any:
    """The value of an answer."""
    found = best(kind, row)
    return None if found is None else found.value


def is_read_as(kind: str, row: dict[str, Any]) -> bool:
    """Whether an answer gives the value of its row, of the same kind, doubtful where the row says so and only there."""
    found = best(kind, row)
    if found is None:
        return row["is"] is None
    same = found.value == row["is"] and isinstance(found.value, bool) is isinstance(row["is"], bool)
    return same and found.doubtful is row.get("doubtful", False)
