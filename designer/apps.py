"""Django's entry for this part of the house."""

from django.apps import AppConfig


class DesignerConfig(AppConfig):
    """The `designer` app."""

    name = "designer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the jobs."""
        from designer import jobs  # noqa: F401, PLC0415  models can be imported only now
