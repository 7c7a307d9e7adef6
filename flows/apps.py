"""Django's entry for this part of the house."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """The `flows` app."""

    name = "flows"
    verbose_name = "Bots"
    default_auto_field = "django.db.models.BigAutoField"
