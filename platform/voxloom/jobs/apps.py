"""Django's entry for this part of the house."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The `jobs` app."""

    name = "voxloom.jobs"
    verbose_name = "Looking back"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register its own job."""
        from voxloom.jobs import outbox  # noqa: PLC0415  models can be imported only now
        from voxloom.jobs.registry import task  # noqa: PLC0415  as above

        task("jobs.tidy", every_s=3600)(outbox.tidy)
