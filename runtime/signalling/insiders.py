"""Who may see from a page how turns are worked out. Programs show a key for it, see `views`."""

from django.http import HttpRequest

from voxloom.telemetry.monitors import is_of_this_machine

WANTED = "debug"
"""The parameter with which the page asks for it."""


def is_insider(request: HttpRequest) -> bool:
    """Whether somebody at this machine asks, or somebody of the staff who has signed in."""
    return is_of_this_machine(request) or bool(request.user.is_authenticated and request.user.is_staff)


def wants_debug(request: HttpRequest) -> bool:
    """Whether a page asks for the debug scope and may have it. That the page is one of ours was looked at before."""
    return request.GET.get(WANTED) == "1" and is_insider(request)
