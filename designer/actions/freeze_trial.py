"""Freezing the draft so that somebody can call it."""

from dataclasses import dataclass
from typing import ClassVar

from designer.actions.act import Act, Actor
from designer.actions.change_draft import newer
from designer.drafts.ready import runnable
from designer.drafts.state import DraftState, state_of
from flows.catalogue import freeze
from flows.models import Bot
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class FreezeTrial(Act[DraftState, str]):
    """The draft that somebody saw at `rev`, kept as it is while they try it; the hash by which a ticket names it."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "draft.try"

    of: Bot
    rev: int

    @property
    def bot(self) -> Bot:
        """Whose draft it is."""
        return self.of

    def plan(self) -> DraftState:
        """Raises Refused for a draft with errors, or of another name."""
        state = state_of(self.of)
        if state.rev != self.rev:
            raise newer(state)
        runnable(self.of, state)
        return state

    def write(self, plan: DraftState, by: Actor) -> str:  # noqa: ARG002 - whoever tries it
        """Keep the text."""
        return freeze(self.of, plan.file)
