"""Choosing the workspace that one works in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from voxloom.accounts.members import CHOSEN, workspaces_of

FIRST = {"designer": "designer:home"}
"""The first page of each part of the house that has this choice; others lead to the administration."""


@require_POST
@login_required(login_url="admin:login")
def choose_workspace(request: HttpRequest) -> HttpResponse:
    """Work in another workspace from now on; to the first page, as what was open belongs to the one before."""
    wanted = request.POST.get("workspace", "")
    if wanted in [workspace.slug for workspace in workspaces_of(request.user)]:
        request.session[CHOSEN] = wanted
    else:
        messages.error(request, "You are in no workspace of that name. Ask whoever runs this server.")
    return redirect(FIRST.get(request.POST.get("next", ""), "admin:index"))
