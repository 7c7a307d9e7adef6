"""The project itself as a Django app: it owns the commands that belong to no part of the house."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class VoxloomConfig(AppConfig):
    """Loads the Celery application where a broker is configured, so that shared tasks find it."""

    name = "voxloom"

    def ready(self) -> None:
        """Make the Celery application the current one; without a broker it is never needed."""
        if settings.REDIS_URL:
            import_module("voxloom.celery")
