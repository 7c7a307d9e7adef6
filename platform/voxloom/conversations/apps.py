"""Django's entry for this part of the house."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The `conversations` app."""

    name = "voxloom.conversations"
    verbose_name = "Calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the jobs."""
        from voxloom.conversations import jobs  # noqa: F401, PLC0415  models can be imported only now
