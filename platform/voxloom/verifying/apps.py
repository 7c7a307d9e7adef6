"""Django's entry for this part of the house."""

from django.apps import AppConfig


class VerifyingConfig(AppConfig):
    """The `verifying` app."""

    name = "voxloom.verifying"
    verbose_name = "Who callers are"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job."""
        from voxloom.verifying import jobs  # noqa: F401, PLC0415  models can be imported only now
