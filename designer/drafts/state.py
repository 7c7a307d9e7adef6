"""A draft as it stands."""

from dataclasses import dataclass
from datetime import datetime

from designer.models import Draft
from flows.exchange.text.typed import as_a_file, with_line_feeds
from flows.models import Bot, content_hash

MOST_BYTES = 2 * 1024 * 1024
"""Of a draft's text: four times what a bot may have, so that what was pasted by mistake is kept and told of."""


@dataclass(frozen=True)
class DraftState:
    """The text that is edited, and where it comes from."""

    rev: int
    text: str
    """With LF for line ends."""
    made_from: int
    """The version that it was made from; 0: none."""
    latest: int
    """The newest version of the bot; 0: none."""
    differs: bool
    """Whether it is another text than that version."""
    crlf: bool = False
    good: str = ""
    """The last text that could be drawn, where `text` cannot be."""
    by: str = ""
    saved: datetime | None = None
    left_from: int | None = None
    """The version that it was made from before it was discarded."""

    @property
    def file(self) -> str:
        """The text as a file has it, and as versions are kept."""
        return as_a_file(self.text, crlf=self.crlf)


def state_of(bot: Bot, row: Draft | None = None) -> DraftState:
    """The draft of a bot of the workspace at hand. `row`: where it was fetched already.

    Nobody has changed anything: it is the newest version, and its rev counts the versions, so that two texts never
    have one rev.
    """
    row = row or Draft.objects.filter(bot=bot).first()
    newest = bot.versions.order_by("-number").only("number", "text").first()
    latest = newest.number if newest is not None else 0
    if row is not None and not (row.follows and row.made_from < latest):
        return _as_kept(bot, row, latest)
    text, crlf = with_line_feeds(newest.text if newest is not None else "")
    base, base_rev = (row.made_from, row.rev) if row is not None else (0, 0)
    return DraftState(base_rev + latest - base, text, latest, latest, differs=False, crlf=crlf)


def _as_kept(bot: Bot, row: Draft, latest: int) -> DraftState:
    digest = bot.versions.filter(number=row.made_from).values_list("content_hash", flat=True).first()
    differs = digest != content_hash(as_a_file(row.text, crlf=row.crlf))
    return DraftState(
        row.rev, row.text, row.made_from, latest, differs, row.crlf, row.good, row.by, row.saved, row.left_from
    )  # fmt: skip
