"""What all guardrails share: where they look, and what becomes of what they find."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text

Stage = Literal["input", "output", "tools"]
"""`input`: what callers say. `output`: what models and knowledge bases say. `tools`: what tools are given and give."""
Action = Literal["refuse", "rephrase", "redact", "offer", "handoff", "flag"]


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Guardrail:
    """The part that all types share. Each class says by `stages` where it can look, and what can be done there."""

    example: ClassVar[str] = ""
    stages: ClassVar[Mapping[Stage, tuple[Action, ...]]] = {}
    """Each stage of a type with its actions, that which is taken where none is written first."""

    applies_to: Stage | tuple[Stage, ...] = ()
    """Where it looks: `input`, `output`, `tools`, or several of them. Left out: wherever its type can look."""
    action: Action | None = None
    """What becomes of what it finds; left out: what its type does."""
    say: Text | None = None
    """What the caller hears instead; a template. Left out: the words of the flow `on_guardrail`."""
    enabled: bool = True
    """`false` switches a rule of this name off that every bot has."""
    description: str | None = None
    """What it is for; a model that is to say something else is told this."""

    @property
    def kind(self) -> str:
        """The word in its `type:`."""
        return str(getattr(self, "type", ""))

    @property
    def looks_at(self) -> tuple[Stage, ...]:
        """Where it looks."""
        written = (self.applies_to,) if isinstance(self.applies_to, str) else self.applies_to
        return written or tuple(self.stages)

    def action_on(self, stage: Stage) -> Action:
        """What becomes of what it finds there."""
        possible = self.stages.get(stage, ("flag",))
        return self.action if self.action in possible else possible[0]

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Its templates, with where they stand below it."""
        if self.say is not None:
            yield ("say",), self.say
