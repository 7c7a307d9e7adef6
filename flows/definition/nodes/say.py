"""`say`: the bot speaks."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text
from flows.definition.nodes.node import Go, Outcome, Visit
from flows.definition.nodes.prompt import Prompt


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Say(Prompt):
    """Speaks one text and goes on. The text is a template: `{{ balance | money }}`."""

    example: ClassVar[str] = """
hello: {type: say, say: "Good morning. How can I help?", next: end}
"""

    type: Literal["say"]
    say: Text
    """What the bot says."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The text."""
        yield ("say",), self.say

    def visit(self, visit: Visit) -> Outcome:
        """Speak and go on."""
        visit.say(self.say, self)
        return Go(self.next)
