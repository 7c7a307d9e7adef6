"""Erasing what a caller said of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from voxloom.accounts.roles import Action
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import erase


@dataclass(frozen=True)
class EraseValues(Act[None, None]):
    """The personal values of a conversation are gone for good; its lines stay, with tokens in their place."""

    needed: ClassVar[Action] = Action.ADMINISTER
    entry: ClassVar[str] = "conversation.erase"

    of: Conversation

    @property
    def bot(self) -> None:
        """A right in the whole workspace, whatever bot it was."""

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> None:  # noqa: ARG002 - whoever administers
        """Drop its key and its values."""
        erase([self.of.call])

    def details(self, result: None) -> Mapping[str, Any] | None:  # noqa: ARG002 - there is none
        """It is written down where it is done."""
        return None
