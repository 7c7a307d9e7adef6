"""Letting a version answer at once, without its tests: for programs that have run them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from designer.drafts.ready import with_errors
from designer.publishing import look_for_secrets, needs_second_person
from designer.refusal import Refused
from flows.catalogue import release
from flows.loader.load import load_text
from flows.models import Bot, BotVersion
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class ReleaseVersion(Act[None, None]):
    """A version answers in an environment from now on; calls that are under way stay with theirs."""

    needed: ClassVar[Action] = Action.PUBLISH
    entry: ClassVar[str] = "bot.publish"

    of: Bot
    version: BotVersion
    environment: str

    @property
    def bot(self) -> Bot:
        """Whose version it is."""
        return self.of

    def plan(self) -> None:
        """Raises Refused where two people publish, for a text with errors, and where secrets are missing."""
        if needs_second_person(self.of, self.environment):
            message = f"What callers reach of {self.of.slug} is published by two people."
            remedy = f"Ask for it by POST /api/v1/bots/{self.of.slug}/publications; another publisher approves it."
            raise Refused(409, "publish.second_person", message, remedy)
        read = load_text(self.version.text)
        if read.bot is None or not read.runnable:
            raise with_errors(read)
        look_for_secrets(read.bot, self.environment)

    def write(self, plan: None, by: Actor) -> None:  # noqa: ARG002 - whoever may publish
        """Let it answer."""
        release(self.version, self.environment)

    def details(self, result: None) -> Mapping[str, Any] | None:  # noqa: ARG002 - there is none
        """What answers is written down where it is made to."""
        return None
