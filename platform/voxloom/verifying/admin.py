"""Attempts in the administration of a workspace: who convinced a person may try again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminTextInputWidget

from voxloom.accounts.administrators import ForAdministrators, LookedAt
from voxloom.verifying.attempts import belongs_to, unlock
from voxloom.verifying.models import Attempts


class OfWhom(ActionForm):  # type: ignore[misc]  # the package has no types
    """Whose attempts are meant; it is sent and kept nowhere."""

    who = forms.CharField(label="Only of", required=False, widget=UnfoldAdminTextInputWidget())


@admin.register(Attempts)
class AttemptsAdmin(LookedAt, ForAdministrators, ModelAdmin):  # type: ignore[misc]  # as above
    """Looked at and unlocked there."""

    action_form = OfWhom
    actions = ("unlock",)
    list_display = ("bot", "tool", "count", "most", "is_locked", "until", "last")
    list_filter = ("bot", "tool")
    list_display_links = None

    @admin.display(description="locked", boolean=True)
    def is_locked(self, row: Attempts) -> bool:
        """Now."""
        return row.locked

    @admin.action(description="Unlock the selected attempts", permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: Any) -> None:
        """Of all that are selected those of somebody, or all of them."""
        who = request.POST.get("who", "").strip()
        meant = [row for row in queryset if not who or belongs_to(row, who)]
        for row in meant:
            unlock(row)
        level = messages.SUCCESS if meant else messages.WARNING
        messages.add_message(request, level, f"Unlocked: {len(meant)}.")
