"""What the runtime keeps in the database: the tickets that open calls."""

from django.db import models

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class CallTicket(Isolated):
    """Opens one call with one bot, once, within a minute. Only the hash of it is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    digest = models.CharField(max_length=64, unique=True)
    bot = models.SlugField(max_length=64)
    scopes = models.JSONField(default=list)
    expires = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True, blank=True)

    class Meta(Isolated.Meta):
        ordering = ("-expires",)

    def __str__(self) -> str:
        return f"a call with {self.bot}"
