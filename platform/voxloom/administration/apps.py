"""Django's entry for this part of the house."""

from django.apps import AppConfig, apps


class AdministrationConfig(AppConfig):
    """The `administration` app."""

    name = "voxloom.administration"

    def ready(self) -> None:
        """Users and groups stand under a plain word."""
        apps.get_app_config("auth").verbose_name = "People"
