"""`answer`: a question is answered from a knowledge base."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text
from flows.definition.edges import Next
from flows.definition.nodes.node import Outcome, Visit
from flows.definition.nodes.prompt import Prompt

DEFAULT_LOOK_UP_TIMEOUT_MS = 4_000
DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Answer(Prompt):
    """Answers a question from a knowledge base, in the words of its sources. Below `threshold` it does not guess:
    `on_unknown`, else the flow `on_cannot_help`."""

    example: ClassVar[str] = """
look:
  type: answer
  knowledge: handbook
  question: "{{ question }}"
  threshold: 0.6
  stub: You can return things within thirty days.
  on_unknown: handoff
  next: end
"""

    type: Literal["answer"]
    knowledge: str
    """The knowledge base, a name under `knowledge:`."""
    question: Text | None = None
    """What is looked up; a template. The caller's last sentence when left out."""
    allow: Names = ()
    """Classes of personal data that the question may hold."""
    threshold: float = Field(default=DEFAULT_THRESHOLD, ge=0, le=1)
    """How sure the answer must be, 0 to 1."""
    route: str | None = None
    """The language model that puts the answer into its own words, a name under `routes:`. What it says must stand in
    the documents, or their own words are said; left out, these are always said."""
    timeout: Milliseconds = Field(default=DEFAULT_LOOK_UP_TIMEOUT_MS, validate_default=False)
    """How long the bot waits for it."""
    on_unknown: Next | None = None
    """Where it leads when nothing is sure enough."""
    on_error: Next | None = None
    """Where it leads when the knowledge base cannot be asked."""
    stub: str | dict[str, Any] | None = None
    """What stands in for the knowledge base in tests and where none is bound: the answer, or `{text, sources}`;
    `{unknown: true}` is an answer that is not sure enough; `cost` as in `generate`."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """The way on and the ways out."""
        yield from super().edges()
        for field, leads_to in (("on_unknown", self.on_unknown), ("on_error", self.on_error)):
            if leads_to is not None:
                yield field, leads_to

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The question."""
        if self.question is not None:
            yield ("question",), self.question

    def visit(self, visit: Visit) -> Outcome:
        """Have it looked up."""
        return visit.look_up(self)
