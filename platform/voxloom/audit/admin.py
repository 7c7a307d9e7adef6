"""The audit log in the administration: administrators see what was done in their workspace."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from voxloom.accounts.administrators import ForAdministrators, LookedAt
from voxloom.accounts.isolation import current_workspace
from voxloom.audit.models import AuditEntry

MOST_CHARACTERS = 24
"""Of each detail; `manage.py audit` prints all of it."""


@admin.register(AuditEntry)
class AuditEntryAdmin(LookedAt, ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """A list, the newest first."""

    list_display = ("when", "actor", "action", "target", "more", "number")
    list_filter = ("action",)
    list_display_links = None
    search_fields = ("actor", "action", "target")
    ordering = ("-number",)
    fields = list_display

    @admin.display(description="time (UTC)")
    def when(self, row: AuditEntry) -> str:
        """To the second."""
        return row.at[:19].replace("T", " ")

    @admin.display(description="details")
    def more(self, row: AuditEntry) -> str:
        """In one line; long hashes by their beginning."""
        return ", ".join(f"{name} {str(value)[:MOST_CHARACTERS]}" for name, value in sorted(row.details.items()))

    def get_queryset(self, request: HttpRequest) -> Any:
        """Of the workspace; for who runs the server also what belongs to none."""
        own = {current_workspace().slug, ""} if request.user.is_superuser else {current_workspace().slug}
        return super().get_queryset(request).filter(workspace__in=own)
