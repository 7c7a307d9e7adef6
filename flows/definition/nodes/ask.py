"""`ask`: the bot asks for a slot; everything about the question stands here."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text, Texts
from flows.definition.edges import Next
from flows.definition.nodes.node import Outcome, Visit
from flows.definition.nodes.prompt import Prompt

FINISH_KEY = "finish"
"""The entry of `dtmf` that names the key which ends a row of digits."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Refusal:
    """A value that the question does not take: `{if: CONDITION, say: TEXT}`."""

    condition: str = Field(alias="if")
    """When this holds, the value is refused."""
    say: Text
    """What the bot says to that; then it asks again."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Ask(Prompt):
    """Asks for one slot until it has a value: reprompts after answers that do not fit, asks again after silence,
    reads back when `confirm` is set, and takes `on_fail` after `attempts` failed answers. A slot that is known
    already is not asked for, unless the flow leads back to a question that it has put before."""

    example: ClassVar[str] = """
which:
  type: ask
  slot: account
  say: Which account, savings or checking?
  reprompts: ["Please say savings or checking."]
  no_input: ["Are you still there? Savings or checking?"]
  dtmf: {1: savings, 2: checking}
  attempts: 3
  on_fail: handoff
  next: end
"""

    type: Literal["ask"]
    slot: str
    """The slot that the answer fills."""
    say: Text
    """The question."""
    reprompts: Texts = ()
    """What the bot says after an answer that did not fit, in order; the last repeats."""
    no_input: Texts = ()
    """What the bot says after silence, in order; the last repeats."""
    confirm: Text | None = None
    """Read back the value with this text; yes goes on, no asks again."""
    refuse: tuple[Refusal, ...] = Field(default=(), alias="validate")
    """Conditions under which a value is refused."""
    attempts: int | None = Field(default=None, ge=1, le=10)
    """The failed answer of this number takes `on_fail`: silence, no-match and refused values count."""
    on_fail: Next | None = None
    """Where it leads after the last failed attempt."""
    dtmf: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Keys of the keypad and the value each stands for; `finish` names the key that ends a row of digits."""
    hints: Names = ()
    """Words that the recogniser should expect."""
    no_input_after: Milliseconds | None = Field(default=None, validate_default=False)
    """How long the bot waits for an answer to this question; the bot's own time when left out."""
    ask_again: bool = False
    """Ask even if the slot is known."""
    help: Text | None = None
    """The answer to "why do you need that?"."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """The way on and the way out."""
        yield from super().edges()
        if self.on_fail is not None:
            yield "on_fail", self.on_fail

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Question, reprompts, silence prompts, read-back, refusals, help."""
        yield ("say",), self.say
        for field, several in (("reprompts", self.reprompts), ("no_input", self.no_input)):
            for at, text in enumerate(several):
                yield (field, at), text
        for field, single in (("confirm", self.confirm), ("help", self.help)):
            if single is not None:
                yield (field,), single
        for at, refusal in enumerate(self.refuse):
            yield ("validate", at, "say"), refusal.say

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Branches and refusals."""
        yield from super().conditions()
        for at, refusal in enumerate(self.refuse):
            yield ("validate", at, "if"), refusal.condition

    def visit(self, visit: Visit) -> Outcome:
        """Put the question."""
        return visit.ask(self)
