"""What a bot and its workspace may take of this server: their own values, else those of the settings."""

from dataclasses import dataclass

from django.conf import settings

from flows.models import Bot
from voxloom.accounts.isolation import everywhere


@dataclass(frozen=True)
class Allowance:
    """Calls at once, over all processes, and what language models may cost on one day in millionths of a dollar."""

    bot_calls: int
    workspace_calls: int
    spend_micros: int


def allowance_of(slug: str) -> Allowance:
    """Of the bot that callers reach by a slug; that of the settings for one that is gone."""
    with everywhere("a bot is called by its slug"):
        bot = Bot.objects.select_related("workspace").filter(slug=slug).first()
    limits = settings.LIMITS
    own_calls, own_spend = (bot.max_calls, bot.max_spend) if bot is not None else (None, None)
    of_workspace = bot.workspace.max_calls if bot is not None else None
    return Allowance(
        limits.calls_per_bot if own_calls is None else own_calls,
        limits.calls_per_workspace if of_workspace is None else of_workspace,
        round((limits.model_dollars if own_spend is None else own_spend) * 1_000_000),
    )
