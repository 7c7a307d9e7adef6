"""Keeping a text that comes from elsewhere as the next version of the bot that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from designer.drafts.ready import with_errors
from designer.refusal import Refused
from flows.catalogue import AddressTaken, Authorship, BotNotRunnable, Kept, KeptMeanwhile, keep, newest_number
from flows.loader.load import Loaded
from flows.models import Bot
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class KeepText(Act[int, Kept]):
    """A program sends a bot whole, past its draft. The bot is made where there is none."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "bot.keep"

    of: Bot | None
    """The bot that the text names, where it is there."""
    text: str
    read: Loaded
    """What the text was read as."""
    message: str = ""
    after: int | None = None
    """The version that it was made from; None: the newest, whichever that is."""

    @property
    def bot(self) -> Bot | None:
        """The bot that the text names."""
        return self.of

    def plan(self) -> int:
        """The version that it is to follow."""
        if self.after is not None:
            return self.after
        return newest_number(self.read.bot.bot) if self.read.bot is not None else 0

    def write(self, plan: int, by: Actor) -> Kept:
        """Raises Refused for a text with errors, one that is not made from the newest version, and a taken slug."""
        try:
            return keep(self.text, self.read, plan, Authorship(by.name, self.message))
        except BotNotRunnable:
            raise with_errors(self.read) from None
        except KeptMeanwhile as problem:
            remedy = "Look at what is newer, and send yours after it."
            raise Refused(409, "version.newer", str(problem), remedy) from None
        except AddressTaken as problem:
            raise Refused(409, "bot.taken", str(problem), "Change `bot` in the text.") from None

    def details(self, result: Kept) -> Mapping[str, Any] | None:  # noqa: ARG002 - of all versions alike
        """A new version is written down where it is kept."""
        return None
