"""The bots of a workspace with what a list shows of them. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch, Q

from designer.models import Draft
from designer.people import Caller
from designer.selectors import is_allowed
from flows.models import Bot, Release
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.roles import Action, may

MOST = 1_000
"""On one page, those that were changed last; the rest is found by its words."""


@dataclass(frozen=True)
class BotCard:
    """A bot in a list."""

    slug: str
    name: str
    description: str
    language: str
    latest: int
    """Its newest version; 0: none."""
    live: int
    """The version that callers reach; 0: none."""
    elsewhere: tuple[tuple[str, int], ...]
    """Other environments and their versions."""
    differs: bool
    """Somebody changed the draft since it was a version."""
    changed: datetime
    by: str
    """Who changed the draft last; empty while nobody has."""


def cards(by: Caller, words: str = "") -> list[BotCard]:
    """The bots that somebody may see, what was changed last first; in three queries however many there are.

    With `words`: those that have each of them in a name or in the description.
    """
    every = may(Action.SEE, by.role)
    rows: Any = Bot.objects.annotate(latest=Max("versions__number"), kept=Max("versions__created"))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(slug__icontains=word) | Q(description__icontains=word))
    releases = Release.objects.select_related("version").defer("version__text")
    rows = rows.prefetch_related(Prefetch("releases", releases)).order_by("name")
    drafts = {draft.bot_id: draft for draft in Draft.objects.filter(follows=False).defer("text", "good")}
    found = [_card(bot, drafts.get(bot.pk)) for bot in rows if every or is_allowed(by, Action.SEE, bot)]
    return sorted(found, key=lambda card: card.changed, reverse=True)


def _card(bot: Any, draft: Draft | None) -> BotCard:
    releases = {release.environment: release.version.number for release in bot.releases.all()}
    times = [time for time in (bot.created, bot.kept, draft.saved if draft is not None else None) if time is not None]
    elsewhere = sorted((name, number) for name, number in releases.items() if name != PRODUCTION)
    return BotCard(
        bot.slug, bot.name, bot.description, bot.language, bot.latest or 0, releases.get(PRODUCTION, 0),
        tuple(elsewhere), draft is not None, max(times),
        draft.by if draft is not None else "",
    )  # fmt: skip
