"""`handoff`: a person takes the call."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names, Text
from flows.definition.nodes.node import Outcome, Visit
from flows.definition.nodes.prompt import Prompt


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Handoff(Prompt):
    """Gives the call to a person by way of the flow `on_handoff`, with a summary of what is known: what the caller
    wants, the values so far, and the last things that were said."""

    example: ClassVar[str] = """
colleague: {type: handoff, say: "I'll put you through to a colleague.", summary: "Wants to close an account."}
"""
    ends: ClassVar[bool] = True

    type: Literal["handoff"]
    say: Text | None = None
    """What the bot says before it hands over, instead of the words of `on_handoff`."""
    summary: Text | None = None
    """What the person should know in a sentence; a template, on top of what is told anyway."""
    allow: Names = ()
    """Classes of personal data that the summary may hold, which is kept longer than the call."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The words before, and the summary."""
        for field, text in (("say", self.say), ("summary", self.summary)):
            if text is not None:
                yield (field,), text

    def visit(self, visit: Visit) -> Outcome:
        """Hand over."""
        return visit.hand_over(self)
