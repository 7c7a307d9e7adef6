"""Django's entry for this part of the house."""

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    """The `telemetry` app."""

    name = "voxloom.telemetry"
