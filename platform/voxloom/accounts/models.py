"""API keys as they are stored: never the key itself."""

from django.db import models


class ApiKey(models.Model):
    """A key by which a program starts calls. Only its SHA-256 is stored; the prefix finds it and names it to people."""

    name = models.CharField(max_length=100, help_text="Who or what uses the key.")
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    hash = models.CharField("SHA-256", max_length=64, editable=False)
    scopes = models.JSONField(default=list, blank=True, help_text='What it allows, as a list of words: ["debug"].')
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(null=True, editable=False)
    revoked = models.DateTimeField(null=True, editable=False)

    class Meta:
        """Newest first."""

        verbose_name = "API key"
        ordering = ("-created", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
