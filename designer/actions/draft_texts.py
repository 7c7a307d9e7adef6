"""The ways in which a draft gets another text: typing, drawing, taking back, going back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.change_draft import ChangeDraft, newer
from designer.drafts.change import Change, by_edits, by_operations, to_text, to_version
from designer.drafts.state import DraftState, state_of
from designer.refusal import Refused
from designer.selectors import version_of
from flows.exchange.text.typed import with_line_feeds


@dataclass(frozen=True)
class TypeDraft(ChangeDraft):
    """Somebody typed: the draft is this text now, whatever it is."""

    text: str = ""

    def plan(self) -> Change:
        """What is the text already is no conflict: the answer to a first try was lost."""
        before = state_of(self.of)
        if before.rev != self.rev and with_line_feeds(self.text)[0] != before.text:
            raise newer(before)
        return to_text(before, self.text)

    def changed(self, before: DraftState) -> Change:
        """As `plan`."""
        return to_text(before, self.text)


@dataclass(frozen=True)
class DrawDraft(ChangeDraft):
    """Somebody drew: operations on the text, one after the other, all or none."""

    operations: Sequence[Any] = ()

    def changed(self, before: DraftState) -> Change:
        """Raises Refused for one that cannot be done."""
        return by_operations(before, self.operations)


@dataclass(frozen=True)
class UndoInDraft(ChangeDraft):
    """Somebody took a change back, by the way back that they were given with it."""

    edits: Sequence[tuple[int, int, str]] = ()

    def changed(self, before: DraftState) -> Change:
        """Raises Refused where the edits are not of this text."""
        return by_edits(before, self.edits)

    def made_from(self, change: Change) -> int:
        """Of a draft that was discarded, and is as it was then: what it was made from before."""
        before = change.before
        return before.made_from if before.differs or before.left_from is None else before.left_from


@dataclass(frozen=True)
class DiscardDraft(ChangeDraft):
    """The draft is the newest version again."""

    entry: ClassVar[str] = "draft.discard"
    every: ClassVar[bool] = True

    def changed(self, before: DraftState) -> Change:
        """Raises Refused for a bot that has no version."""
        newest = self.of.versions.order_by("-number").first()
        if newest is None:
            message = f"{self.of.slug} has no version to go back to."
            raise Refused(409, "draft.only", message, "Make the draft a version first.")
        return to_version(before, newest.text)

    def made_from(self, change: Change) -> int:
        """The newest version."""
        return change.before.latest

    def follows(self) -> bool:
        """It follows the versions again."""
        return True

    def left_from(self, change: Change) -> int | None:
        """Where the text was made from that goes."""
        return change.before.made_from


@dataclass(frozen=True)
class RestoreVersion(ChangeDraft):
    """The draft has the text of an older version; it becomes a new one when it is kept."""

    entry: ClassVar[str] = "draft.restore"
    every: ClassVar[bool] = True

    version: int = 0

    def changed(self, before: DraftState) -> Change:
        """Raises Refused for a version that is not there."""
        return to_version(before, version_of(self.of, self.version).text)

    def made_from(self, change: Change) -> int:
        """It stands behind the newest version: that is what it is compared with."""
        return change.before.latest

    def left_from(self, change: Change) -> int | None:  # noqa: ARG002 - none of any
        """Nothing that could be taken back is lost: the text before is in the change."""
        return None
