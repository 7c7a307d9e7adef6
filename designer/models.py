"""What the designer keeps: the draft of each bot."""

from django.db import models

from flows.models import Bot
from voxloom.accounts.isolation import Isolated


class Draft(Isolated):
    """What a bot is being made into: its text as somebody left it, which may have errors, or be no YAML at all.

    A bot has one, which all who edit it share; none while nobody has changed anything.
    """

    home = "bot__workspace"

    bot = models.OneToOneField(Bot, on_delete=models.CASCADE, related_name="draft")
    rev = models.PositiveIntegerField()
    """Each change adds one: who changes says which they saw."""
    text = models.TextField(blank=True)
    """With LF for line ends."""
    good = models.TextField(blank=True)
    """The last text that could be drawn, while `text` cannot be; else empty."""
    made_from = models.PositiveIntegerField(default=0)
    """The number of the version that it was made from; 0 for a bot that has none."""
    left_from = models.PositiveIntegerField(null=True)
    """What `made_from` was before the draft was discarded: taking that back leads there again."""
    follows = models.BooleanField(default=False)
    """Nobody changed it since it was a version: when a newer one is kept elsewhere it becomes that."""
    crlf = models.BooleanField(default=False)
    """It came with CRLF for line ends, and goes out so."""
    by = models.CharField(max_length=200, blank=True)
    """Who changed it last, as they were called then."""
    saved = models.DateTimeField(auto_now=True)

    class Meta(Isolated.Meta):
        """By bot."""

        ordering = ("bot",)

    def __str__(self) -> str:
        return f"the draft of {self.bot}"
