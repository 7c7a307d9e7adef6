"""A tool that finds out whether callers are who they say they are: by a PIN, a code, what is known of them."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, UNITS_MS, written_ms

DEFAULT_ATTEMPTS, MOST_ATTEMPTS = 3, 10
"""A person mistypes a number once or twice. Ten tries at four digits are a thousandth of what there is to try."""
LEAST_LOCK_MS, DEFAULT_LOCK_MS, MOST_LOCK_MS = 60_000, 30 * 60_000, 24 * 3_600_000
"""Who tries all day gets 144 tries a day with the default; a longer lock than a day is for a person to open."""
LOCK_UNITS_MS = {**UNITS_MS, "h": 3_600_000}
LOCKED, LEFT = "locked", "left"
"""The fields that are added to its result."""


def lock_ms(value: object) -> object:
    """`90s`, `30m`, `24h` to whole milliseconds. Raises ValueError in the author's words."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    ms = written_ms(value, LOCK_UNITS_MS) if isinstance(value, str) else None
    if ms is None:
        raise ValueError("a lock is a number and a unit, such as 90s, 30m or 24h")
    if not LEAST_LOCK_MS <= ms <= MOST_LOCK_MS:
        raise ValueError("a lock lasts from one minute, 1m, to one day, 24h")
    return ms


Lock = Annotated[
    int,
    Field(json_schema_extra={"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$"}),
    BeforeValidator(lock_ms, json_schema_input_type=str),
]
"""How long nobody may try, written `30m` or `24h`; held in ms."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Verifies:
    """Says that the result of a tool tells whether callers are who they say they are. Attempts are counted across
    calls, and when none is left the tool is not called for a while. Its result has two more fields: `locked`, and
    `left`, the attempts that are left."""

    who: str
    """A template that names who they say they are, such as `{{ member }}`: attempts are counted for each by themselves.
    A name in it is an argument of the tool, then a slot or a variable."""
    field: str = "verified"
    """The field of the result, true or false, that says whether they are."""
    attempts: int = Field(default=DEFAULT_ATTEMPTS, ge=1, le=MOST_ATTEMPTS)
    """How often it may say no in a row."""
    lock: Lock = Field(default=DEFAULT_LOCK_MS, validate_default=False)
    """How long nobody may try after that; attempts before it are forgotten after as long."""

    def __post_init__(self) -> None:
        """Raises ValueError where all callers would be one, or a field would be two."""
        if "{{" not in self.who:
            raise ValueError("`who` names somebody by a template, such as `{{ member }}`: else all callers are one")
        if not self.field.isidentifier():
            raise ValueError(f"the result has a field called by one word, not `{self.field[:40]}`")
        if self.field in (LOCKED, LEFT):
            raise ValueError(f"`{self.field}` is added to the result; the tool says by another field who they are")

    def adds(self) -> dict[str, str]:
        """The fields that the result has by it, and their types."""
        return {self.field: "boolean", LOCKED: "boolean", LEFT: "integer"}
