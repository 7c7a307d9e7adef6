"""What verbs tell of the documents that a bot answers from."""

from django.utils import timezone

from flows.definition.bot import Bot
from flows.vectors.versions import versions
from tools.knowledge.lacking import lacking
from tools.knowledge.loading import standings


def lacking_documents(bot: Bot) -> list[str]:
    """A line for each that is not there, has no index, or is too old, in the workspace at hand. Raises
    DatabaseError."""
    return lacking(bot, standings(versions()), timezone.now()) if bot.knowledge else []
