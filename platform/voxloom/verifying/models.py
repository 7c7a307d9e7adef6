"""Attempts of somebody to be taken for who they say they are, and the codes that they were sent.

Who that is does not stand here: a digest of it does, which only this server can make.
"""

from django.db import models
from django.utils import timezone

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class Attempts(Isolated):
    """How often a tool of a bot was asked about somebody since it last said yes. They count until `until`."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="attempts")
    bot = models.SlugField(max_length=64)
    tool = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, editable=False)
    """Of workspace, bot, tool and who it is."""
    count = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField()
    """How many there may be, as the bot said at the last one."""
    until = models.DateTimeField(db_index=True)
    last = models.DateTimeField()

    class Meta(Isolated.Meta):
        """The newest first."""

        ordering = ("-last", "-pk")
        verbose_name_plural = "attempts"
        constraints = (models.UniqueConstraint(fields=("workspace", "digest"), name="one_count_a_digest"),)

    def __str__(self) -> str:
        return f"{self.count} of {self.most} at {self.bot}.{self.tool}"

    @property
    def locked(self) -> bool:
        """Whether there are none left now."""
        return self.count >= self.most and self.until > timezone.now()


class Code(Isolated):
    """The newest one-time code of somebody; it is gone once it was used."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    """Of workspace, bot and whose it is."""
    code = models.CharField(max_length=64)
    """The same with the code."""
    until = models.DateTimeField(db_index=True)

    class Meta(Isolated.Meta):
        """The newest first."""

        ordering = ("-until", "-pk")
        constraints = (models.UniqueConstraint(fields=("workspace", "digest"), name="one_code_a_digest"),)

    def __str__(self) -> str:
        return f"a code until {self.until:%H:%M:%S}"
