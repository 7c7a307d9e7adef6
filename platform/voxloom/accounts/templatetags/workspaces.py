"""The workspace that somebody works in, and the others that they may choose."""

from typing import Any

from django import template

from voxloom.accounts.members import chosen, workspaces_of

register = template.Library()


@register.inclusion_tag("admin/workspace_choice.html", takes_context=True)
def workspace_choice(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing for who has one workspace."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "workspaces": workspaces_of(request.user),
        "chosen": chosen(request.user, request.session),
    }
