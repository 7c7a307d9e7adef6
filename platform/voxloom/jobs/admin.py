"""Jobs in the administration: what the house does by itself, and what of it failed."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from voxloom.accounts.administrators import ForAdministrators, LookedAt
from voxloom.accounts.isolation import current_workspace
from voxloom.jobs.models import Job


@admin.register(Job)
class JobAdmin(LookedAt, ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """A list, the newest first; what a job was given is not shown."""

    list_display = ("name", "state", "share", "note", "tries", "error", "created", "finished")
    list_filter = ("state", "name")
    list_display_links = None
    ordering = ("-pk",)
    fields = list_display

    @admin.display(description="progress")
    def share(self, row: Job) -> str:
        """In percent."""
        return f"{row.progress:.0%}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Of the workspace; for who runs the server also those of the house."""
        own = Q(workspace=current_workspace())
        return super().get_queryset(request).filter(own | Q(workspace=None) if request.user.is_superuser else own)
