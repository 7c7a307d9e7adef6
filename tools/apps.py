"""Django's entry for this part of the house."""

from django.apps import AppConfig

TRIES = 2
"""A job whose process died is done once more: with the same key, if the tool writes."""
CLAIM_S = 30
"""It says that it lives all ten seconds; a caller waits for what it does."""


class ToolsConfig(AppConfig):
    """The `tools` app."""

    name = "tools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register its job, by a name that says nothing of what it loads: commands have no use for that."""
        from voxloom.conversations import works  # noqa: PLC0415  models can be imported only now
        from voxloom.jobs.registry import TOOLS, task  # noqa: PLC0415  as above

        task(works.JOB, tries=TRIES, claim_s=CLAIM_S, pool=TOOLS)(work)


def work(row: int, of: int) -> None:
    """Do what takes long, for a workspace."""
    from tools import working  # noqa: PLC0415  it loads all that tools need

    working.work(row, of)
