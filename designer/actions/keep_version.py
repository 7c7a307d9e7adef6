"""Making the draft a version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from designer.actions.change_draft import newer, seen_at
from designer.drafts.ready import runnable, with_errors
from designer.drafts.state import DraftState, state_of
from designer.models import Draft
from designer.refusal import Refused
from flows.catalogue import AddressTaken, Authorship, BotNotRunnable, Kept, KeptMeanwhile, keep
from flows.loader.load import Loaded
from flows.models import Bot
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class Planned:
    """A draft that can be a version."""

    state: DraftState
    read: Loaded
    after: int


@dataclass(frozen=True)
class KeepVersion(Act[Planned, Kept]):
    """The draft that somebody saw at `rev` becomes the version that follows the one that it was made from."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "draft.keep"

    of: Bot
    rev: int
    message: str = ""
    after: int | None = None
    """A newer version that they have seen, and put theirs after."""

    @property
    def bot(self) -> Bot:
        """Whose version it is."""
        return self.of

    def plan(self) -> Planned:
        """Raises Refused for a draft with errors, of another name, or made from a version that is not the newest."""
        state = seen_at(self.of, self.rev)
        read = runnable(self.of, state)
        after = state.made_from if self.after is None else self.after
        if after != state.latest:
            raise self._newer_version(state)
        return Planned(state, read, after)

    def write(self, plan: Planned, by: Actor) -> Kept:
        """Keep it."""
        row = Draft.objects.select_for_update().filter(bot=self.of).first()
        now = state_of(self.of, row)
        if (now.rev, now.text) != (plan.state.rev, plan.state.text):
            raise newer(now)
        try:
            kept = keep(plan.state.file, plan.read, plan.after, Authorship(by.name, self.message))
        except KeptMeanwhile:
            raise self._newer_version(state_of(self.of)) from None
        except (BotNotRunnable, AddressTaken):  # the slug is this bot's own
            raise with_errors(plan.read) from None
        if row is not None:
            row.made_from, row.left_from, row.follows, row.good = kept.version.number, None, True, ""
            row.rev, row.text, row.crlf = plan.state.rev, plan.state.text, plan.state.crlf
            row.save()
        return kept

    def details(self, result: Kept) -> Mapping[str, Any] | None:
        """A new version is written down where it is kept."""
        return {"version": result.version.number} if result.is_new else None

    def tell(self, result: Kept, by: Actor) -> None:
        """To all who look at the draft."""
        from designer.live.telling import version_kept  # noqa: PLC0415 - channels is needed only where something changed

        if result.is_new:
            version_kept(self.of, result.version.number, by.name)

    def _newer_version(self, state: DraftState) -> Refused:
        newest = self.of.versions.order_by("-number").first()
        message = f"Version {state.latest} of {self.of.slug} was kept after the one that this draft was made from."
        remedy = f"Look at what is newer; to put yours after it, send `after`: {state.latest}."
        text = newest.text if newest is not None else ""
        return Refused(409, "version.newer", message, remedy, newest=state.latest, text=text)
