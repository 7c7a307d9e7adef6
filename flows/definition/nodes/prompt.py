"""What nodes that speak share: how their words are said."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text
from flows.definition.nodes.node import Node


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Prompt(Node):
    """The part that speaking nodes share."""

    barge_in: bool | None = None
    """`false` keeps the caller from interrupting these words."""
    must_hear: bool = False
    """The caller has to hear these words to their end: what an interruption cut off is said again, and a yes counts
    only after it."""
    pronunciations: dict[str, str] = Field(default_factory=dict)
    """Words and how they are said here, on top of the bot's own `pronunciations`."""
    translations: dict[str, Text] = Field(default_factory=dict)
    """The text of `say` in other languages, by language; wins over the bot's `texts`."""
