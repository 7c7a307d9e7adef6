"""How every definition class is read: exactly, with nothing unknown let through."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

CONFIG = ConfigDict(extra="forbid", strict=True, populate_by_name=False)
"""Strict: `"3"` is no number; read by `validate_json`, where lists may become tuples even so. Docstrings under the
fields become the descriptions in the schema (`flows.schema.docstrings`)."""

MAX_TEXT_CHARACTERS = 2_000
"""About two minutes of speech: no prompt is that long on purpose."""


MAX_DURATION_MS = 3_600_000
"""No caller waits for an hour."""
MAX_DURATION_CHARACTERS = 20
UNITS_MS = {"ms": 1, "s": 1000, "m": 60_000}


def written_ms(text: str, units_ms: Mapping[str, int] = UNITS_MS) -> int | None:
    """`1.5s` as whole milliseconds; None for what is no number with one of the units."""
    for unit, factor in units_ms.items():
        number = text.removesuffix(unit)
        if number != text and number.isascii() and number.replace(".", "", 1).isdecimal():
            return round(float(number[:MAX_DURATION_CHARACTERS]) * factor)
    return None


def milliseconds(value: object) -> object:
    """`500ms`, `4s`, `1.5s`, `2m` to whole milliseconds. Raises ValueError in the author's words."""
    ms = written_ms(value) if isinstance(value, str) else None
    if ms is not None and ms > MAX_DURATION_MS:
        raise ValueError("a duration is one hour at most, 60m")
    if isinstance(value, int) and not isinstance(value, bool):
        raise ValueError("a duration needs its unit, such as 500ms or 4s")
    if isinstance(value, str) and ms is None:
        raise ValueError("a duration is a number and a unit, such as 500ms, 4s or 2m")
    return value if ms is None else ms


Milliseconds = Annotated[
    int,
    Field(ge=0, le=MAX_DURATION_MS, json_schema_extra={"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m)$"}),
    BeforeValidator(milliseconds, json_schema_input_type=str),
]
"""A duration, written `500ms`, `4s` or `2m`; held in ms."""
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARACTERS)]
"""Words to be spoken; a template."""
Texts = tuple[Text, ...]
"""Several texts, used one after the other; the last repeats."""
Names = tuple[str, ...]
