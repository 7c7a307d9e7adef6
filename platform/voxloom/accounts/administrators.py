"""Pages of the administration that are for the administrators of a workspace."""

from typing import Any

from django.http import HttpRequest

from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, may


class ForAdministrators:
    """Administrators of the workspace that they work in; what Django's own permissions say is no matter here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is one."""
        return may(Action.ADMINISTER, role_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """The same."""
        return ForAdministrators.has_module_permission(self, request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
