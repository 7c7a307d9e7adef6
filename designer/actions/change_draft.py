"""What all changes of a draft's text share: they say which text they are of, and lose nothing that others wrote."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from designer.actions.act import Act, Actor
from designer.drafts.change import Change
from designer.drafts.state import DraftState, state_of
from designer.models import Draft
from designer.refusal import Refused
from flows.models import Bot
from voxloom.accounts.roles import Action

SESSION = timedelta(minutes=15)
"""Who goes on editing within that time is not written down anew: a draft is saved with every pause in typing, and the
audit log is read by people."""


@dataclass(frozen=True)
class Saved:
    """A change that was made."""

    change: Change
    state: DraftState
    """The draft after it."""
    begun: bool = False
    """Somebody else edited before, or nobody did for a while."""
    made: bool = True
    """False: the text was that already."""

    @cached_property
    def told(self) -> dict[str, Any]:
        """What whoever made it is told, and the others."""
        return self.change.as_json(self.state.rev, differs=self.state.differs)


@dataclass(frozen=True)
class ChangeDraft(Act[Change, Saved]):
    """A change of the text of a draft that somebody saw at `rev`."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "draft.edit"
    every: ClassVar[bool] = False
    """Whether each one is written down, and not only the first of a session."""

    of: Bot
    rev: int
    client: str = ""
    """The tab that it comes from, which knows its own changes by that."""

    @property
    def bot(self) -> Bot:
        """Whose draft it is."""
        return self.of

    @abstractmethod
    def changed(self, before: DraftState) -> Change:
        """The change. Raises Refused."""

    def made_from(self, change: Change) -> int:
        """The version that the new text is made from."""
        return change.before.made_from

    def follows(self) -> bool:
        """Whether the new text is the newest version's, and is to follow it."""
        return False

    def left_from(self, change: Change) -> int | None:
        """The version that the text was made from which this one takes the place of, where that is another one."""
        return change.before.left_from

    def plan(self) -> Change:
        """Raises Refused where somebody else was faster."""
        return self.changed(seen_at(self.of, self.rev))

    def write(self, plan: Change, by: Actor) -> Saved:
        """Keep the text, if the draft is still what the change is of."""
        row = Draft.objects.select_for_update().filter(bot=self.of).first()
        now = state_of(self.of, row)
        if (now.rev, now.text) != (plan.before.rev, plan.before.text):
            raise newer(now)
        if not plan.splices and not self.every:
            return Saved(plan, now, made=False)
        begun = row is None or row.by != by.name or timezone.now() - row.saved > SESSION
        row = row or Draft(bot=self.of)
        row.rev, row.text, row.good = now.rev + 1, plan.text, plan.good
        row.made_from, row.left_from, row.follows = self.made_from(plan), self.left_from(plan), self.follows()
        row.crlf = now.crlf if plan.crlf is None else plan.crlf
        row.by = by.name[:200]
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise newer(state_of(self.of)) from None
        return Saved(plan, state_of(self.of, row), begun)

    def details(self, result: Saved) -> Mapping[str, Any] | None:
        """The first of a session is written down."""
        return {"rev": result.state.rev} if result.made and (self.every or result.begun) else None

    def tell(self, result: Saved, by: Actor) -> None:
        """To all who look at the draft."""
        from designer.live.telling import changed  # noqa: PLC0415 - channels is needed only where something changed

        if result.made:
            changed(self.of, result.told, by.name, self.client)


def seen_at(of: Bot, rev: int) -> DraftState:
    """The draft that somebody saw at `rev`, if it is still that. Raises Refused."""
    state = state_of(of)
    if state.rev != rev:
        raise newer(state)
    return state


def newer(state: DraftState) -> Refused:
    """Somebody else changed the draft: both texts are shown."""
    who = state.by or "Somebody"
    return Refused(
        409, "draft.newer", f"{who} has changed the draft since you read it.",
        "Look at both texts, and make your change again in the newer one.",
        rev=state.rev, text=state.text, by=state.by,
    )  # fmt: skip
