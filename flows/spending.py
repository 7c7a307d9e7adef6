"""What the language models of a bot cost, by day: read before they are asked, added to when they have answered."""

from datetime import date

from django.db.models import F

from flows.models import Bot, ModelSpend
from voxloom.accounts.isolation import everywhere


def spent_on(slug: str, day: date) -> int:
    """Millionths of a dollar, of all processes; 0 for a bot that is gone."""
    with everywhere("what a bot costs is counted by its slug"):
        row = ModelSpend.objects.filter(bot__slug=slug, day=day).first()
    return row.micros if row is not None else 0


def add(slug: str, day: date, micros: int) -> None:
    """Something was spent; of a bot that is gone nobody asks what it cost."""
    with everywhere("what a bot costs is counted by its slug"):
        bot = Bot.objects.filter(slug=slug).first()
        if bot is not None:
            row, _ = ModelSpend.objects.get_or_create(bot=bot, day=day)
            ModelSpend.objects.filter(pk=row.pk).update(micros=F("micros") + micros)
