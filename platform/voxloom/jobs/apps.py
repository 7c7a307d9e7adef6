"""Django's entry for this part of the house."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The `jobs` app."""

    name = "voxloom.jobs"
