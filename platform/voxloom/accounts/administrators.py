"""Pages of the administration that are for the administrators of a workspace."""

from typing import Any

from django.http import HttpRequest

from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, may

KNOWN = "_is_administrator"
"""On the request: a page asks it of each model, for each of its rights."""


class ForAdministrators:
    """Administrators of the workspace that they work in; what Django's own permissions say is no matter here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is one."""
        known: bool | None = getattr(request, KNOWN, None)
        if known is None:
            known = may(Action.ADMINISTER, role_of(request.user))
            setattr(request, KNOWN, known)
        return known

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """The same."""
        return ForAdministrators.has_module_permission(self, request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class LookedAt:
    """Stands before the class that says who may see it: what comes from what happens, and nobody makes or changes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - as above
        """They come from what happens."""
        return False

    has_change_permission = has_delete_permission = has_add_permission
