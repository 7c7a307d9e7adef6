"""Django's entry for this part of the house."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The `audit` app."""

    name = "voxloom.audit"
