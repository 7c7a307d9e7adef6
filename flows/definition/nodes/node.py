"""What every node has, and what a node sees of the engine when it is visited."""

from collections.abc import Iterator
from dataclasses import dataclass as plain_dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.edges import Next, targets

if TYPE_CHECKING:
    from flows.definition.nodes.answer import Answer
    from flows.definition.nodes.ask import Ask
    from flows.definition.nodes.call import Call
    from flows.definition.nodes.end import End
    from flows.definition.nodes.flow import RunFlow
    from flows.definition.nodes.generate import Generate
    from flows.definition.nodes.handoff import Handoff
    from flows.definition.nodes.prompt import Prompt


NOT_SAID = frozenset({"set", "with", "prompt", "question", "summary"})
"""Fields of nodes whose texts are values, or are read by somebody else."""


@plain_dataclass(frozen=True)
class Go:
    """Leave the node by this edge; None is the next node of the file."""

    by: Next | None
    field: str = "next"
    """The field of the node that leads there; the trace names it."""


@plain_dataclass(frozen=True)
class Wait:
    """Stay here until an event comes."""


Outcome = Go | Wait


class Visit(Protocol):
    """The engine as a node sees it: everything it does becomes a command, nothing happens at once."""

    def say(self, text: str, prompt: "Prompt") -> None:
        """Have a text spoken in the manner of a prompt; templates in it are filled."""

    def assign(self, name: str, value: object) -> None:
        """Set a slot or variable to a literal, a template or `{expr: CEL}`."""

    def ask(self, node: "Ask") -> Outcome:
        """Put a question, unless its slot is known."""

    def call_tool(self, node: "Call") -> Outcome:
        """Have a tool called and wait for its result."""

    def run_flow(self, node: "RunFlow") -> Outcome:
        """Run a sub-flow and wait for its end."""

    def ask_model(self, node: "Generate") -> Outcome:
        """Have a language model asked and wait for it."""

    def look_up(self, node: "Answer") -> Outcome:
        """Have a question looked up and wait for the answer."""

    def hand_over(self, node: "Handoff") -> Outcome:
        """Give the call to a person, with what is known."""

    def end_call(self, node: "End") -> Outcome:
        """End the call after what was said."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Node:
    """The part that all nodes share."""

    example: ClassVar[str] = ""
    """A flow's worth of YAML that shows the node; the reference prints it and a test runs it."""
    ends: ClassVar[bool] = False
    """True for nodes that never lead on."""

    next: Next | None = None
    """Where it leads; the next node of the flow when left out."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """Every field that leads somewhere, with where it leads."""
        if self.next is not None:
            yield "next", self.next

    def target_names(self) -> Iterator[tuple[str, str]]:
        """(field, name) of everything the node may lead to."""
        for field, leads_to in self.edges():
            for name in targets(leads_to):
                yield field, name

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every template of the node with its place below the node."""
        yield from ()

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every condition of the node with its place below the node."""
        for field, leads_to in self.edges():
            if not isinstance(leads_to, str):
                for at, branch in enumerate(leads_to):
                    if branch.condition is not None:
                        yield (field, at, "if"), branch.condition

    def visit(self, visit: Visit) -> Outcome:
        """Do what the node does."""
        raise NotImplementedError
