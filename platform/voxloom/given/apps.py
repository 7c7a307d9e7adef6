"""Django's entry for this part of the house."""

from django.apps import AppConfig


class GivenConfig(AppConfig):
    """The `given` app."""

    name = "voxloom.given"
    verbose_name = "What bots are given"
    default_auto_field = "django.db.models.BigAutoField"
