"""The first page of the administration: what there is to do next, what wants a look, and how much there is."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from voxloom.accounts.isolation import NoWorkspace, current_workspace
from voxloom.accounts.members import role_of
from voxloom.accounts.roles import Action, may
from voxloom.administration.chart import chart
from voxloom.administration.figures import figures, read, wants_a_look
from voxloom.administration.steps import steps


def home(request: HttpRequest) -> dict[str, Any]:
    """For the template; the number of queries does not hang on what there is."""
    role = role_of(request.user)
    try:
        workspace = current_workspace()
    except NoWorkspace:
        return {"workspace": None}
    if not may(Action.SEE, role):
        return {"workspace": None}
    now = read(request.user)
    administers = may(Action.ADMINISTER, role)
    people = reverse("admin:accounts_workspace_change", args=[workspace.pk]) if request.user.is_superuser else ""
    todo = steps(now, people) if administers else []
    return {
        "workspace": workspace,
        "subtitle": workspace.name,
        "steps": todo,
        "done": sum(step.done for step in todo),
        "begun": bool(todo) and all(step.done for step in todo),
        "figures": figures(now, links=administers),
        "looks": wants_a_look(now) if administers else [],
        "chart": chart(now.days),
    }
