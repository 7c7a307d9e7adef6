"""Django's entry for this part of the house."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """The `runtime` app."""

    name = "runtime"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Calls"

    def ready(self) -> None:
        """Register the jobs."""
        from runtime.preparing import jobs as preparing  # noqa: F401, PLC0415  models can be imported only now
        from runtime.signalling import jobs  # noqa: F401, PLC0415  as above
