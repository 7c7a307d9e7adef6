"""What takes back what a tool has done."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Undo:
    """The tool that takes back what this one did, should the caller change their mind while it is under way."""

    tool: str
    """The name of that tool."""
    arguments: dict[str, str] = Field(default_factory=dict, alias="with")
    """Its arguments, as expressions over `result` and the arguments of this tool."""
