"""Whether callers are told that they speak with a machine, as article 50 of the European AI Act wants it."""

import re
from collections.abc import Iterator

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.say import Say
from flows.guardrails.rules import asks_models

_TOLD = re.compile(
    r"\b(?:automat(?:ed|ic)|virtual|digital|artificial|computer|machine|robot|(?:ro|voice|chat)?bot|a\.?i\.?"
    r"|voice assistant|language model)\b",
    re.IGNORECASE,
)


def needs_disclosure(bot: Bot) -> bool:
    """Whether a language model may speak, and the bot's own first words do not tell that this is a machine."""
    return asks_models(bot) and not any(disclosed(text) for text in texts_of_the_beginning(bot))


def disclosed(text: str) -> bool:
    """Whether a text says so."""
    return _TOLD.search(text) is not None


def texts_of_the_beginning(bot: Bot) -> Iterator[str]:
    """What callers hear before they say anything: `on_start`, and the first flow up to its first question."""
    for name in ("on_start", bot.start):
        flow = bot.flows.get(name)
        for node in flow.nodes.values() if flow is not None else ():
            if isinstance(node, Say | Ask):
                yield node.say
            if isinstance(node, Ask):
                break
