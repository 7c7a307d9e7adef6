"""Django's entry for this part of the house."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The `webhooks` app."""

    name = "voxloom.webhooks"
    verbose_name = "Webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job."""
        from voxloom.webhooks import jobs  # noqa: F401, PLC0415  models can be imported only now
