"""Calling what a tool is bound to, by hand: it may change something elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from flows.models import Bot
from voxloom.accounts.isolation import current_workspace
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class TryForReal(Act[None, int]):
    """A tool of a bot is called once with what the workspace is given; the key of the workspace.

    The call itself follows when this is written down: it may take long, and what it changed cannot be taken back.
    """

    needed: ClassVar[Action] = Action.PUBLISH
    entry: ClassVar[str] = "tool.try"

    of: Bot
    tool: str
    environment: str

    @property
    def bot(self) -> Bot:
        """Whose tool it is."""
        return self.of

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> int:  # noqa: ARG002 - whoever may publish
        """Whose names and secrets it is called with."""
        return current_workspace().pk

    def target(self, result: int) -> str:  # noqa: ARG002 - the tool
        """The bot and its tool."""
        return f"{self.of.slug}.{self.tool}"

    def details(self, result: int) -> Mapping[str, Any]:  # noqa: ARG002 - as above
        """Where."""
        return {"environment": self.environment}
