"""The thin Django part of the language: bots, their versions, and which version answers where."""

import hashlib

from django.db import models

PRODUCTION = "production"
"""The environment that callers reach."""


class Bot(models.Model):
    """A bot by its slug; what it is stands in its versions."""

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=16, default="en")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class BotVersion(models.Model):
    """One state of a bot's YAML text; never changed once written."""

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("bot", "-number")
        constraints = (models.UniqueConstraint(fields=("bot", "number"), name="one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.bot} v{self.number}"


class Release(models.Model):
    """The version of a bot that answers in an environment."""

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="releases")
    environment = models.SlugField(max_length=64, default=PRODUCTION)
    version = models.ForeignKey(BotVersion, on_delete=models.PROTECT, related_name="releases")
    published = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("bot", "environment")
        constraints = (models.UniqueConstraint(fields=("bot", "environment"), name="one_release_an_environment"),)

    def __str__(self) -> str:
        return f"{self.version} in {self.environment}"


def content_hash(text: str) -> str:
    """The SHA-256 of a bot's text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
