"""Who asks: a person who has signed in, or a program with a key; and what they may."""

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from designer.people import Caller, person_of
from designer.refusal import Refused, unknown_bot
from voxloom.accounts.roles import Role

__all__ = ["ByKey", "BySession", "Caller", "Refused", "caller_of", "unknown_bot"]


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
        return person_of(request)


def caller_of(request: HttpRequest) -> Caller:
    """Who asks; the API has let them in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return caller
