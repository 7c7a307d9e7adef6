"""What the designer reads: bots that somebody may see, their drafts and versions. Nothing is changed here."""

from designer.actions.act import Actor
from designer.refusal import Refused, unknown_bot, unknown_version
from flows.models import Bot, BotVersion
from voxloom.accounts.roles import Action


def bot_for(by: Actor, slug: str, action: Action = Action.SEE) -> Bot:
    """A bot of the workspace at hand that somebody may see, or do more with. Raises Refused."""
    bot: Bot | None = Bot.objects.filter(slug=slug).first() if slug.isprintable() else None
    if bot is None:
        raise unknown_bot(slug)
    by.needs(action, bot)
    return bot


def allowed(by: Actor, bot: Bot | None = None) -> dict[str, bool]:
    """What somebody may do with a bot, by the word of each."""
    return {action.name.lower(): is_allowed(by, action, bot) for action in Action}


def is_allowed(by: Actor, action: Action, bot: Bot | None = None) -> bool:
    """Whether somebody may do something."""
    try:
        by.needs(action, bot)
    except Refused:
        return False
    return True


def version_of(bot: Bot, number: int) -> BotVersion:
    """A version of a bot. Raises Refused."""
    found: BotVersion | None = bot.versions.filter(number=number).first() if 0 < number < 1 << 31 else None
    if found is None:
        raise unknown_version(bot.slug, number)
    return found
