"""Tables of days, times and spans of time: each with the moment at which its sentences are said.

A row is `say` and `is` (the value as an answer, null: none), with `slot` options, `doubtful: true` where it must be
read back, `unasked: true` where it must be found in a sentence that was no answer (`false`: must not), and may have a
moment, region or timezone of its own.
"""

from pathlib import Path
from typing import Any

import yaml

from flows.values.setting import Setting
from flows.values.slot_type import SlotType
from flows.values.words import Found, Words
from tests.flows.values.tables import slot

DATA = Path(__file__).parent / "data"


def moment_rows(kind: str) -> list[dict[str, Any]]:
    """The rows of a type, each with the setting in which it is said."""
    table = yaml.load((DATA / f"{kind}.yaml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    shared = {key: table[key] for key in ("now", "timezone", "region") if key in table}
    return [{**row, "setting": Setting(**{**shared, **_own(row)})} for row in table["rows"]]


def _own(row: dict[str, Any]) -> dict[str, str]:
    return {key: row[key] for key in ("now", "timezone", "region") if key in row}


def best(kind: str, row: dict[str, Any], *, asked: bool = True) -> Found | None:
    """What is found; one that the slot takes is preferred, as understanding does."""
    definition: SlotType = slot(kind, **row.get("slot", {}))
    found = definition.find(Words.of(row["say"], row["setting"]), asked=asked)
    fitting = [item for item in found if definition.problem_at(item.value, row["setting"]) is None]
    return next(iter(fitting or (found if asked else [])), None)


def judged(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """What the row must be compared with: its own keys, filled by what was found."""
    answer, aside = best(kind, row), best(kind, row, asked=False)
    seen: dict[str, Any] = {"is": answer.value if answer is not None else None}
    seen["doubtful"] = answer is not None and answer.doubtful
    if "unasked" in row:
        seen["unasked"] = aside is not None and aside.value == row["is"]
    return seen


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    """What the row says."""
    asked = {"is": row["is"], "doubtful": row.get("doubtful", False)}
    return {**asked, **({"unasked": row["unasked"]} if "unasked" in row else {})}
