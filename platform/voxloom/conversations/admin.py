"""Calls in the administration of a workspace: which there were, and how they ended; not what was said."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from voxloom.accounts.administrators import ForAdministrators, LookedAt
from voxloom.conversations.models import Conversation


@admin.register(Conversation)
class ConversationAdmin(LookedAt, ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """A list."""

    list_display = ("call", "bot", "bot_version", "channel", "started", "lasted", "end_reason", "values")
    list_filter = ("bot", "channel", "end_reason")
    list_display_links = None
    search_fields = ("call", "bot")
    date_hierarchy = "started"
    fields = list_display

    @admin.display(description="minutes")
    def lasted(self, row: Conversation) -> str:
        """Minutes and seconds; nothing while it goes on."""
        if row.ended is None:
            return ""
        minutes, seconds = divmod(int((row.ended - row.started).total_seconds()), 60)
        return f"{minutes}:{seconds:02}"

    @admin.display(description="personal values")
    def values(self, row: Conversation) -> str:
        """Whether somebody had them erased; otherwise they go by themselves, as the server is set."""
        return "erased" if row.erased is not None else ""
