"""Addresses that are told, and what they are told."""

from django.core.validators import URLValidator
from django.db import models

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class Webhook(Isolated):
    """An address of a workspace. Its secret signs what is sent there, and is kept sealed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField("address", max_length=500, validators=[URLValidator(schemes=["https", "http"])])
    events = models.JSONField(default=list, blank=True, help_text="What is told, as a list of words; all when empty.")
    active = models.BooleanField(default=True)
    sealed_secret = models.BinaryField(editable=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta(Isolated.Meta):
        """By address."""

        ordering = ("url", "pk")

    def __str__(self) -> str:
        return self.url


class Delivery(Isolated):
    """One event for one address."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        TAKEN = "taken"
        GIVEN_UP = "given up"

    home = "webhook__workspace"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.UUIDField(unique=True)
    """Stays the same when it is tried again: the receiver knows what it has seen."""
    event = models.CharField(max_length=60)
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=100, blank=True)
    """The last status, or why there was none."""
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta(Isolated.Meta):
        """Newest first."""

        ordering = ("-created", "-pk")
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.event} {self.number}"
