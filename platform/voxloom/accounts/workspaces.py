"""Workspaces: a customer, a team, a machine of one's own. Everything that somebody owns belongs to one."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

MAIN = "main"
"""Of a server that has one workspace: it is there from the start, and commands work in it unless told otherwise."""
SLUG = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"


class UnknownWorkspace(LookupError):
    """There is no workspace of that name; the message is one line."""

    logs_its_words = True


class Workspace(models.Model):
    """Known by its slug. Who may see it stands in its memberships."""

    slug = models.CharField(
        max_length=64,
        unique=True,
        validators=[RegexValidator(rf"^{SLUG}\Z", "Small letters, digits and hyphens, no hyphen at either end.")],
        help_text="What commands and addresses call it.",
    )
    name = models.CharField(max_length=200)
    max_calls = models.PositiveIntegerField(
        "calls at once", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="Of all its bots, over all processes; empty: as the server is set.",
    )  # fmt: skip
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name, as people look for it."""

        ordering = ("name", "slug")

    def __str__(self) -> str:
        return self.name


def named(slug: str) -> Workspace:
    """The workspace of that slug; the main one is made when it is asked for first. Raises UnknownWorkspace."""
    if slug == MAIN:
        return Workspace.objects.get_or_create(slug=MAIN, defaults={"name": "Main"})[0]
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownWorkspace(f"There is no workspace called {slug[:64]}.")
    return found
