"""Django's entry for this part of the house."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The `accounts` app."""

    name = "voxloom.accounts"
    verbose_name = "Workspaces and keys"
    default_auto_field = "django.db.models.BigAutoField"
