"""`generate`: a language model phrases or extracts something."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text
from flows.definition.edges import Next
from flows.definition.nodes.node import Outcome, Visit
from flows.definition.nodes.prompt import Prompt

DEFAULT_HISTORY, MOST_HISTORY = 6, 10
"""Turns that a model sees: what is meant by "that one" was said in one of the last; the state keeps no more."""
DEFAULT_MODEL_TIMEOUT_MS = 8_000
"""What a caller waits for a model behind a filler; longer silences lose them."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Generate(Prompt):
    """Has a language model speak, or take values out of what the caller said. The model phrases and reads; it never
    decides where the conversation goes: that stays with `next`. `on_error` when it fails or stays silent."""

    example: ClassVar[str] = """
sum_up:
  type: generate
  prompt: "Sum up in one short sentence what the caller told us: {{ story }}"
  stub: You had water in the kitchen since this morning.
  on_error: handoff
  next: end
"""

    type: Literal["generate"]
    prompt: Text
    """What the model is asked; a template."""
    route: str | None = None
    """Which model answers, a name under `routes:`; the bot's first when left out."""
    history: int = Field(default=DEFAULT_HISTORY, ge=0, le=MOST_HISTORY)
    """How many of the last turns the model sees, with what is known and done; 0: the prompt alone. Personal values that
    `allow` does not name are left out of them."""
    extract: dict[str, str] = Field(default_factory=dict)
    """Slots or variables that the model fills from the conversation, each with its type. One that it does not find, or
    that does not fit its type, is cleared: ask by a `decide` behind it whether it has a value."""
    tools: Names = ()
    """Tools that the model may ask for."""
    allow: Names = ()
    """Classes of personal data that the model, and the tools that it asks for, may be given here."""
    speak: bool = True
    """Whether the caller hears what the model wrote."""
    timeout: Milliseconds = Field(default=DEFAULT_MODEL_TIMEOUT_MS, validate_default=False)
    """How long the bot waits for the whole answer."""
    on_error: Next | None = None
    """Where it leads when the model fails."""
    stub: str | dict[str, Any] | None = None
    """What stands in for the model in tests and where no model is bound: the text, or a map of extracted values with
    the `text`, and the `tools` that it asks for first: `{tools: [{tool: NAME, with: {…}}], text: …}`; `cost` is what it
    would cost, in dollars, for tests of limits."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """The way on and the way out."""
        yield from super().edges()
        if self.on_error is not None:
            yield "on_error", self.on_error

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The prompt."""
        yield ("prompt",), self.prompt

    def visit(self, visit: Visit) -> Outcome:
        """Have the model asked."""
        return visit.ask_model(self)
