"""Running the tests that stand in the draft."""

from dataclasses import dataclass
from typing import ClassVar

from designer.actions.act import Act, Actor
from designer.actions.change_draft import newer
from designer.drafts.ready import runnable
from designer.drafts.state import DraftState, state_of
from flows.models import Bot, TestRun
from flows.testing import begin
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class RunTests(Act[DraftState, TestRun]):
    """The tests of the draft that somebody saw at `rev`."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "draft.test"

    of: Bot
    rev: int

    @property
    def bot(self) -> Bot:
        """Whose draft it is."""
        return self.of

    def plan(self) -> DraftState:
        """Raises Refused for a draft with errors."""
        state = state_of(self.of)
        if state.rev != self.rev:
            raise newer(state)
        runnable(self.of, state)
        return state

    def write(self, plan: DraftState, by: Actor) -> TestRun:  # noqa: ARG002 - whoever runs them
        """Begin."""
        return begin(self.of, plan.file)
