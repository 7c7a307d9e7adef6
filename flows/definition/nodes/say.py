"""`say`: the bot speaks."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text
from flows.definition.nodes.node import Go, Node, Outcome, Visit


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Say(Node):
    """Speaks one text and goes on. The text is a template: `{{ balance | money }}`."""

    example: ClassVar[str] = """
hello: {type: say, say: "Good morning. How can I help?", next: end}
"""

    type: Literal["say"]
    say: Text
    """What the bot says."""
    barge_in: bool | None = None
    """`false` keeps the caller from interrupting this text."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The text."""
        yield ("say",), self.say

    def visit(self, visit: Visit) -> Outcome:
        """Speak and go on."""
        visit.say(self.say, barge_in=self.barge_in)
        return Go(self.next)
