"""Django's entry for this part of the house."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The `audit` app."""

    name = "voxloom.audit"
    verbose_name = "Looking back"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from voxloom.audit import listening  # noqa: F401, PLC0415  models can be imported only now
