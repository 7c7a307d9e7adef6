"""Workspaces, who is in them, and API keys as they are stored: never the key itself."""

from django.conf import settings
from django.db import models

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.roles import CHOICES, Role
from voxloom.accounts.workspaces import Workspace

__all__ = ["ApiKey", "Membership", "Workspace"]


class Membership(Isolated):
    """A person in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=CHOICES, default=Role.VIEWER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta(Isolated.Meta):
        """By person."""

        ordering = ("workspace", "user")
        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="one_role_a_workspace"),)

    def __str__(self) -> str:
        return f"{self.user}, {Role(self.role).label} of {self.workspace}"


class ApiKey(Isolated):
    """A key by which a program starts calls. Only its SHA-256 is stored; the prefix finds it and names it to people."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100, help_text="Who or what uses the key.")
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    hash = models.CharField("SHA-256", max_length=64, editable=False)
    scopes = models.JSONField(default=list, blank=True, help_text='What it allows, as a list of words: ["debug"].')
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True, help_text="From then on it opens nothing; never when empty.")
    last_used = models.DateTimeField(null=True, editable=False)
    revoked = models.DateTimeField(null=True, editable=False)

    class Meta(Isolated.Meta):
        """Newest first."""

        verbose_name = "API key"
        ordering = ("-created", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
