"""Django's entry for this part of the house."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KnowledgeConfig(AppConfig):
    """The `knowledge` app."""

    name = "tools.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job that looks for pages which are due to be read again."""
        from tools.knowledge.keeping import read_again  # noqa: PLC0415  models can be imported only now
        from voxloom.jobs.registry import task  # noqa: PLC0415  as above

        task("knowledge.read_again", every_s=600)(read_again)
        post_migrate.connect(_prepare, sender=self)


def _prepare(**_: object) -> None:
    """Let the database search vectors, where it can."""
    from tools.knowledge.in_database import prepare  # noqa: PLC0415  as above

    prepare()
