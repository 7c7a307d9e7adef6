"""Whether a value is what a type's name says."""

from typing import Any

from flows.values.slots import SLOT_TYPES


def fits_type(kind: str, value: Any) -> bool:
    """Whether a value is what a type's name says, as it stands in JSON."""
    if kind in ("boolean", "yes_no"):
        return isinstance(value, bool)
    if kind in ("list", "map"):
        return isinstance(value, list if kind == "list" else dict)
    numeric = kind in SLOT_TYPES and SLOT_TYPES[kind].condition_type == "double"
    if numeric:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) or (kind == "digits" and isinstance(value, int) and not isinstance(value, bool))
