"""Running the tests that stand in the draft."""

from dataclasses import dataclass
from typing import ClassVar

from designer.actions.act import Actor
from designer.actions.use_draft import UseDraft
from designer.drafts.state import DraftState
from flows.models import TestRun
from flows.testing import begin


@dataclass(frozen=True)
class RunTests(UseDraft[TestRun]):
    """The tests of the draft are run."""

    entry: ClassVar[str] = "draft.test"

    def write(self, plan: DraftState, by: Actor) -> TestRun:  # noqa: ARG002 - whoever runs them
        """Begin."""
        return begin(self.of, plan.file)
