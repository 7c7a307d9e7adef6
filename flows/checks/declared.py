"""Where a field of a slot stands: in the slot itself, or in the own type that it is made from."""

from flows.checks.look import Look
from flows.loader.path import Path

MAX_TYPES = 20
"""Own types behind each other; the loader refuses more."""


def owner(look: Look, path: Path, field: str) -> Path:
    """The path of the slot or own type that has a field for the slot or own type at `path`; `path` when none has."""
    here = path
    for _ in range(MAX_TYPES):
        entry = _entry(look, here)
        if field in entry:
            return here
        here = ("types", str(entry.get("type")))
        if not _entry(look, here):
            break
    return path


def _entry(look: Look, path: Path) -> dict[str, object]:
    group = look.document.data.get(str(path[0]))
    entry = group.get(path[1]) if isinstance(group, dict) else None
    return entry if isinstance(entry, dict) else {}
