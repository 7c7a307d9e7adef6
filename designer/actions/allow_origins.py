"""Saying which pages may embed a bot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from designer.refusal import Refused
from flows.models import Bot
from flows.origins import NoOrigin, allow
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class AllowOrigins(Act[None, list[str]]):
    """Pages of these origins may embed the bot, and no others; as browsers write them."""

    needed: ClassVar[Action] = Action.PUBLISH
    entry: ClassVar[str] = "bot.origins"

    of: Bot
    origins: Sequence[str]

    @property
    def bot(self) -> Bot:
        """Which may be embedded."""
        return self.of

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> list[str]:  # noqa: ARG002 - whoever may publish
        """Raises Refused for what is no origin, and for too many."""
        try:
            return allow(self.of, self.origins)
        except NoOrigin as problem:
            raise Refused(422, "origin.malformed", str(problem), "Write each as https://shop.example.com.") from None

    def details(self, result: list[str]) -> Mapping[str, Any] | None:  # noqa: ARG002 - of all lists alike
        """They are written down where they are kept."""
        return None
