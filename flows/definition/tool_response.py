"""What of the answer of a service becomes the result of a tool."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG

NAMES = ("body", "status", "headers")
"""What the expressions of `fields` are written over."""
FIRST_STATUS, LAST_STATUS = 200, 499
"""What is below is about the connection, and 5xx is never an answer."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Response:
    """What is taken of an answer; without it a result is the whole body."""

    fields: dict[str, str] = Field(default_factory=dict)
    """Field of the result and the expression over `body`, `status` and `headers` (their names in small letters) that
    fills it. One that reads what is not there leaves its field out."""
    statuses: tuple[int, ...] = ()
    """Statuses that are answers too, beside 200 to 299: 404, say, where "no such card" is a result and no refusal."""
    progress: str | None = None
    """Of a tool that works in the `background`: the expression, over the same, that tells how many percent are done."""

    def __post_init__(self) -> None:
        """Raises ValueError for a status that cannot be an answer."""
        if any(not FIRST_STATUS <= status <= LAST_STATUS for status in self.statuses):
            raise ValueError(f"a status that is an answer lies between {FIRST_STATUS} and {LAST_STATUS}")
