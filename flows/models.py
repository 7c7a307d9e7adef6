"""The thin Django part of the language: bots, their versions, and which version answers where."""

import hashlib
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import Isolated, IsolatedManager, IsolatedQuerySet
from voxloom.accounts.roles import CHOICES, Role
from voxloom.accounts.workspaces import Workspace


class Bot(Isolated):
    """A bot by its slug; what it is stands in its versions. Callers reach it by the slug alone, so no two have one."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="bots")
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=16, default="en")
    origins = models.JSONField(default=list, blank=True)
    """The origins of the pages that may embed it; pages of this server always may."""
    max_calls = models.PositiveIntegerField(
        "calls at once", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="Over all processes; empty: as the server is set.",
    )  # fmt: skip
    max_spend = models.DecimalField(
        "dollars a day", max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text="For language models; empty: as the server is set.",
    )  # fmt: skip
    second_person = models.BooleanField(
        "a second person", default=False,
        help_text="What callers reach is published by two: one who asks for it, and another one who approves.",
    )  # fmt: skip
    created = models.DateTimeField(auto_now_add=True)

    class Meta(Isolated.Meta):
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class VersionIsFixed(TypeError):
    """A version is written once: what answered a caller last year can be read today."""


class Versions(IsolatedQuerySet["BotVersion"]):
    """They are read, written once, and go when their bot goes."""

    def update(self, **_values: Any) -> NoReturn:
        """Raises VersionIsFixed."""
        raise VersionIsFixed("A version of a bot is never changed; keep another one.")


class VersionManager(IsolatedManager["BotVersion"]):
    """The only way to the versions."""

    rows = Versions


class BotVersion(Isolated):
    """One state of a bot's YAML text, and who kept it and why; never changed once written."""

    home = "bot__workspace"
    objects: ClassVar[VersionManager] = VersionManager()

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    author = models.CharField(max_length=200, blank=True)
    """As they were called then: whoever leaves still is the author."""
    message = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta(Isolated.Meta):
        ordering = ("bot", "-number")
        constraints = (models.UniqueConstraint(fields=("bot", "number"), name="one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.bot} v{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Raises VersionIsFixed for one that is written already."""
        if not self._state.adding:
            raise VersionIsFixed("A version of a bot is never changed; keep another one.")
        super().save(*args, **options)


class Trial(Isolated):
    """A text of a bot that is no version, as it was when somebody began to try it: a call stays on its text."""

    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="trials")
    content_hash = models.CharField(max_length=64)
    text = models.TextField()
    wanted = models.DateTimeField(auto_now=True, db_index=True)
    """When somebody last began with it; a while later it goes."""

    class Meta(Isolated.Meta):
        ordering = ("bot", "-wanted")
        constraints = (models.UniqueConstraint(fields=("bot", "content_hash"), name="one_trial_a_text"),)

    def __str__(self) -> str:
        return f"{self.bot}, a trial"


class TestRun(Isolated):
    """The tests of a text of a bot, run by a job."""

    __test__ = False
    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="test_runs")
    text = models.TextField()
    report = models.JSONField(null=True)
    """As `bot test --json` prints it; null while they run."""
    begun = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta(Isolated.Meta):
        ordering = ("bot", "-pk")

    def __str__(self) -> str:
        return f"tests of {self.bot}"


class Release(Isolated):
    """The version of a bot that answers in an environment."""

    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="releases")
    environment = models.SlugField(max_length=64, default=PRODUCTION)
    version = models.ForeignKey(BotVersion, on_delete=models.RESTRICT, related_name="releases")
    published = models.DateTimeField(auto_now=True)

    class Meta(Isolated.Meta):
        ordering = ("bot", "environment")
        constraints = (models.UniqueConstraint(fields=("bot", "environment"), name="one_release_an_environment"),)

    def __str__(self) -> str:
        return f"{self.version} in {self.environment}"


class ModelSpend(Isolated):
    """What the language models of a bot cost on one day (UTC), in millionths of a dollar."""

    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="spending")
    day = models.DateField()
    micros = models.PositiveBigIntegerField(default=0)

    class Meta(Isolated.Meta):
        ordering = ("bot", "-day")
        constraints = (models.UniqueConstraint(fields=("bot", "day"), name="one_sum_a_day"),)

    def __str__(self) -> str:
        return f"{self.bot}, {self.day}"


class BotRole(Isolated):
    """What a person may do with one bot, on top of what the workspace allows them."""

    home = "bot__workspace"

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bot_roles")
    role = models.PositiveSmallIntegerField(choices=CHOICES, default=Role.VIEWER)

    class Meta(Isolated.Meta):
        ordering = ("bot", "user")
        constraints = (models.UniqueConstraint(fields=("bot", "user"), name="one_role_a_bot"),)

    def __str__(self) -> str:
        return f"{self.user}, {Role(self.role).label} of {self.bot}"


def content_hash(text: str) -> str:
    """The SHA-256 of a bot's text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
