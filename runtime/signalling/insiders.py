"""Who may see from a page how turns are worked out. Programs show a key for it, see `views`."""

from django.http import HttpRequest

from flows.catalogue import Published
from voxloom.accounts.isolation import within
from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, may
from voxloom.telemetry.monitors import is_of_this_machine

WANTED = "debug"
"""The parameter with which the page asks for it."""


def is_insider(request: HttpRequest, workspace: int | str) -> bool:
    """Whether somebody at this machine asks, or a member of the workspace who has signed in."""
    return is_of_this_machine(request) or is_member(request, workspace)


def is_member(request: HttpRequest, workspace: int | str) -> bool:
    """Whether a member of the workspace asks, who has signed in."""
    if not request.user.is_authenticated:
        return False
    with within(workspace):
        return may(Action.SEE, role_of(request.user))


def wants_debug(request: HttpRequest, bot: Published) -> bool:
    """Whether a page asks for the debug scope and may have it. That the page is one of ours was looked at before."""
    return request.GET.get(WANTED) == "1" and is_insider(request, bot.workspace)
