"""The audit log: who did what to what. Each entry has a hash over itself and the one before it."""

from django.db import models


class AuditEntry(models.Model):
    """One thing that somebody did. Nobody changes or deletes one; `verify` finds out if somebody does."""

    number = models.PositiveBigIntegerField(unique=True)
    """1, 2, 3 … without a gap."""
    at = models.CharField(max_length=40)
    """ISO 8601 with microseconds, as it is hashed."""
    actor = models.CharField(max_length=200)
    workspace = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=60, db_index=True)
    target = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)
    """Names, numbers and words of ours; never what a caller said or a secret."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In their order."""

        ordering = ("number",)
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.number}: {self.actor} {self.action} {self.target}"


class AuditHead(models.Model):
    """The last entry: one row, locked while the next entry is written."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"up to {self.number}"
