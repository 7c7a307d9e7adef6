"""Who asks: a person who has signed in, or a program with a key; and what they may."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from designer.refusal import Refused, unknown_bot
from flows.members import role_with
from flows.models import Bot
from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, Role, may

__all__ = ["ByKey", "BySession", "Caller", "Refused", "caller_of", "unknown_bot"]


@dataclass(frozen=True)
class Caller:
    """`user` is None for a key; a key has a role by its scopes, in all bots of its workspace."""

    name: str
    role: Role | None
    user: Any = None

    def needs(self, action: Action, bot: Bot | None = None) -> None:
        """Raises Refused: who may not even see it is told what they would be told if it did not exist."""
        roles = (self.role, role_with(self.user, bot) if self.user is not None and bot is not None else None)
        if may(action, *roles):
            return
        if bot is not None and not may(Action.SEE, *roles):
            raise unknown_bot(bot.slug)
        needed = Role(action.value).label.lower()
        raise Refused(403, "role.missing", f"This needs the role {needed}.", "Ask an administrator of the workspace.")


class ByKey(HttpBearer):
    """`Authorization: Bearer vx_…`; the middleware has looked the key up, and works in its workspace."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 - it was read before
        """Its role is the highest that its scopes name."""
        key = getattr(request, "api_key", None)
        if key is None:
            return None
        roles = [role for role in Role if role.name.lower() in key.scopes]
        return Caller(f"key {key.name}", max(roles, default=None))


class BySession(SessionAuth):
    """The cookie of who has signed in; changes need Django's CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """What they are in the workspace that they work in. Beside a key that is none it counts for nothing."""
        if "Authorization" in request.headers or super().authenticate(request, key) is None:
            return None
        return Caller(request.user.get_username(), role_of(request.user), request.user)


def caller_of(request: HttpRequest) -> Caller:
    """Who asks; the API has let them in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return caller
