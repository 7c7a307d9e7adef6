"""What the designer keeps: the draft of each bot."""

from django.db import models

from flows.models import Bot, BotVersion, TestRun
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


class Publication(Isolated):
    """A version that somebody wants to answer in an environment: looked at, tested, approved where that is wanted."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKING = "checking"
        WAITING = "waiting"
        """For a second person."""
        PUBLISHED = "published"
        REFUSED = "refused"
        """Its tests failed."""
        WITHDRAWN = "withdrawn"

    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="publications")
    version = models.ForeignKey(BotVersion, on_delete=models.CASCADE, related_name="publications")
    environment = models.SlugField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    asked_by = models.CharField(max_length=200)
    """As they were called then."""
    asked_as = models.CharField(max_length=220)
    """Who that is, for good: nobody approves what they asked for themselves, whatever they are called meanwhile."""
    approved_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    problem = models.CharField(max_length=500, blank=True)
    """Why it was refused."""
    tests = models.ForeignKey(TestRun, on_delete=models.SET_NULL, null=True, related_name="+")
    """None for a version that answered there before: it is a way back, which must not wait."""
    replaces = models.PositiveIntegerField(null=True)
    """The number of the version that answered there when it was asked for."""
    created = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)

    class Meta(Isolated.Meta):
        """The newest first."""

        ordering = ("bot", "-pk")

    def __str__(self) -> str:
        return f"{self.version} to {self.environment}"
