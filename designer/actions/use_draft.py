"""What is done with a draft as it is, and changes no text."""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from designer.actions.act import Act
from designer.actions.change_draft import seen_at
from designer.drafts.ready import runnable
from designer.drafts.state import DraftState
from flows.models import Bot
from voxloom.accounts.roles import Action

R = TypeVar("R")


@dataclass(frozen=True)
class UseDraft(Act[DraftState, R]):
    """Something is done with the draft that somebody saw at `rev`, if it can run."""

    needed: ClassVar[Action] = Action.EDIT

    of: Bot
    rev: int

    @property
    def bot(self) -> Bot:
        """Whose draft it is."""
        return self.of

    def plan(self) -> DraftState:
        """Raises Refused for a draft with errors, or of another name."""
        state = seen_at(self.of, self.rev)
        runnable(self.of, state)
        return state
