"""Freezing the draft so that somebody can call it."""

from dataclasses import dataclass
from typing import ClassVar

from designer.actions.act import Actor
from designer.actions.use_draft import UseDraft
from designer.drafts.state import DraftState
from flows.catalogue import freeze


@dataclass(frozen=True)
class FreezeTrial(UseDraft[str]):
    """The draft is kept as it is while somebody tries it; the hash by which a ticket names it."""

    entry: ClassVar[str] = "draft.try"

    def write(self, plan: DraftState, by: Actor) -> str:  # noqa: ARG002 - whoever tries it
        """Keep the text."""
        return freeze(self.of, plan.file)
