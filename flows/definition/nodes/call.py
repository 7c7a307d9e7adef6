"""`call`: a tool does something in the world."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text, Texts
from flows.definition.edges import Next
from flows.definition.nodes.node import Node, Outcome, Visit

DEFAULT_EVERY_MS = 2_500
"""With the time until it has sound less than three seconds, after which callers ask whether anybody is there."""
PERCENT = re.compile(r"\{\{\s*percent\s*\}\}")
STEPS = (25, 50, 75)
"""Percent: what callers are told of."""
Argument = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Filler:
    """What the bot says when a tool takes long."""

    after: Milliseconds = Field(default=500, validate_default=False)
    """How long the caller hears nothing before the bot says it; by voice from their last word."""
    say: Text | Texts
    """The words; of several one after the other, each when it still takes long, and at last the two last ones in
    turn."""
    progress: Text | None = None
    """Said when a tool that works in the `background` has done 25, 50 and 75 percent: `{{ percent }}` is how many."""
    every: Milliseconds = Field(default=DEFAULT_EVERY_MS, validate_default=False)
    """How long the caller hears nothing before the next of them is said."""

    def __post_init__(self) -> None:
        """Raises ValueError where the same would be said twice in a row, or nothing."""
        said = [text for _, text in self.texts()]
        if not said:
            raise ValueError("a filler says something")
        if any(text == after for text, after in pairwise(said)):
            raise ValueError("a filler says the same twice in a row; leave one out, or say it in other words")

    def progress_at(self, percent: int) -> str | None:
        """What is said when so much is done."""
        return PERCENT.sub(str(percent), self.progress) if self.progress is not None else None

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each text but that of the progress, with where it stands below the filler."""
        if isinstance(self.say, str):
            yield ("say",), self.say
        else:
            yield from ((("say", at), text) for at, text in enumerate(self.say))


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Call(Node):
    """Calls a tool with arguments, keeps parts of its result, and goes on; `on_error` when the tool fails."""

    example: ClassVar[str] = """
look_up:
  type: call
  tool: get_balance
  with: {account: "{{ account }}"}
  filler: {after: 500ms, say: Let me check that for you.}
  save: {balance: result.balance}
  on_error: handoff
  next: end
"""

    type: Literal["call"]
    tool: str
    """The tool's name."""
    arguments: dict[str, Argument] = Field(default_factory=dict, alias="with")
    """What the tool is given; templates are filled, one that is a single expression keeps its type."""
    allow: Names = ()
    """Classes of personal data that the tool may be given here, on top of those that it may be given anyway."""
    save: dict[str, str] = Field(default_factory=dict)
    """Variable and the expression over `result` that fills it."""
    filler: Filler | None = None
    """Said when the tool takes longer than that."""
    speculate: bool = False
    """The tool may be called while the caller pauses and may yet go on: the result is thrown away when they do. Only
    for tools that read, and that nobody pays for by the call."""
    on_error: Next | None = None
    """Where it leads when the tool fails."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """The way on and the way out."""
        yield from super().edges()
        if self.on_error is not None:
            yield "on_error", self.on_error

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Arguments and the filler."""
        for name, value in self.arguments.items():
            if isinstance(value, str):
                yield ("with", name), value
        if self.filler is not None:
            yield from ((("filler", *below), text) for below, text in self.filler.texts())
            if (text := self.filler.progress_at(STEPS[0])) is not None:
                yield ("filler", "progress"), text

    def visit(self, visit: Visit) -> Outcome:
        """Have the tool called."""
        return visit.call_tool(self)
