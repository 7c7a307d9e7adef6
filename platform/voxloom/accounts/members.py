"""Who is what in the workspace at hand."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from voxloom.accounts.isolation import NoWorkspace, everywhere
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace

CHOSEN = "workspace"
"""In the session: the slug of the workspace that a person works in."""


def role_of(user: Any) -> Role | None:
    """What somebody is in the workspace at hand; None for who is not in it, and where there is none.

    Who runs the server may do all.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    if user.is_superuser:
        return Role.ADMINISTRATOR
    try:
        membership = Membership.objects.filter(user=user).first()
    except NoWorkspace:
        return None
    return Role(membership.role) if membership is not None else None


def workspaces_of(user: Any) -> list[Workspace]:
    """The workspaces that somebody may work in, by name."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return []
    if user.is_superuser:
        return list(Workspace.objects.all())
    with everywhere("the workspaces of a person"):
        keys = list(Membership.objects.filter(user=user).values_list("workspace_id", flat=True))
    return list(Workspace.objects.filter(pk__in=keys))


def chosen(user: Any, session: Mapping[str, Any]) -> str | None:
    """The slug of the workspace that somebody works in now: their choice while they are in it, else their first."""
    slugs = [workspace.slug for workspace in workspaces_of(user)]
    if session.get(CHOSEN) in slugs:
        return str(session[CHOSEN])
    if user.is_superuser and (MAIN in slugs or not slugs):
        return MAIN
    return slugs[0] if slugs else None
