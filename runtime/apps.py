"""Django's entry for this part of the house."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """The `runtime` app."""

    name = "runtime"
    default_auto_field = "django.db.models.BigAutoField"
