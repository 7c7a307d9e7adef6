"""Somebody who works with bots, as far as permissions go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from designer.refusal import Refused, unknown_bot
from flows.members import role_with
from flows.models import Bot
from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, Role, may


@dataclass(frozen=True)
class Caller:
    """`user` is None for a key; a key has a role by its scopes, in all bots of its workspace."""

    name: str
    role: Role | None
    user: Any = None

    @property
    def is_person(self) -> bool:
        """Whether somebody has signed in, and no program asks."""
        return self.user is not None

    @property
    def identity(self) -> str:
        """Who that is, for good."""
        return f"user {self.user.pk}" if self.user is not None else self.name

    def needs(self, action: Action, bot: Bot | None = None) -> None:
        """Raises Refused: who may not even see it is told what they would be told if it did not exist."""
        roles = (self.role, role_with(self.user, bot) if self.user is not None and bot is not None else None)
        if may(action, *roles):
            return
        if bot is not None and not may(Action.SEE, *roles):
            raise unknown_bot(bot.slug)
        needed = Role(action.value).label.lower()
        raise Refused(403, "role.missing", f"This needs the role {needed}.", "Ask an administrator of the workspace.")


def person_of(request: HttpRequest) -> Caller:
    """Who has signed in, and what they are in the workspace at hand."""
    return Caller(request.user.get_username(), role_of(request.user), request.user)
