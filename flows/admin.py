"""Bots in the administration: which there are, and who has a role with one of them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from flows.models import Bot, BotRole
from voxloom.accounts.administrators import ForAdministrators
from voxloom.accounts.isolation import current_workspace


class BotRoleInline(ForAdministrators, TabularInline):  # type: ignore[misc]  # the package has no types
    """Who may what with the bot, on top of what the workspace allows them."""

    model = BotRole
    extra = 0

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """Members of the workspace only: nobody learns of others on the server."""
        if db_field.name == "user":
            options["queryset"] = get_user_model().objects.filter(memberships__workspace=current_workspace())
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(Bot)
class BotAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # as above
    """Bots are made by `bot import` and the API; here are their roles and limits."""

    list_display = ("slug", "name", "language")
    readonly_fields = ("slug", "name", "description", "language", "workspace")
    inlines = (BotRoleInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What a bot may take of the server is for those who run it."""
        own = () if request.user.is_superuser else ("max_calls", "max_spend")
        return (*self.readonly_fields, *own)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A bot is made of a text."""
        return False

    has_delete_permission = has_add_permission
