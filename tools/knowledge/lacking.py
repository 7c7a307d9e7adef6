"""What the knowledge bases of a bot lack in its workspace: documents that are not there, have no index, are too old."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from flows.definition.bot import Bot
from tools.knowledge.ages import stale
from tools.knowledge.loading import Standing

HOURS_OF_DAY = 24


def lacking(bot: Bot, known: Mapping[str, Standing], now: datetime) -> list[str]:
    """A line for each, with what to do."""
    return list(dict.fromkeys(_lacking(bot, known, now)))


def _lacking(bot: Bot, known: Mapping[str, Standing], now: datetime) -> Iterator[str]:
    for name, base in bot.knowledge.items():
        for source in base.entries:
            document, wanted = known.get(source.document), source.document
            where = f"The knowledge base `{name}`"
            if document is None:
                add = f"`manage.py knowledge add {wanted} FILE`"
                yield f"{where} needs the document `{wanted}`, which is not there: {add}."
            elif document.version is None:
                why = f" ({document.problem})" if document.problem else ""
                yield f"{where} has no index of `{wanted}` yet{why}: `manage.py knowledge index {wanted}`."
            elif source.fresh_for is not None and stale(document.given, source.fresh_for, now):
                age = _age(source.fresh_for)
                yield f"{where} does not quote `{wanted}`, which is older than {age}: give it anew."


def _age(hours: int) -> str:
    days, left = divmod(hours, HOURS_OF_DAY)
    return f"{hours} h" if left or not days else f"{days} d"
