"""What the pages need to know about the bots, read and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from flows.definition.flow import Intent
from flows.loader.load import load_text
from flows.models import BotVersion, Release
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN

EXAMPLES_MAX = 5  # more are not read; the widget itself shows two of them
EXAMPLE_MAX_CHARS = 48  # a longer sentence does not fit a chip on a telephone
READ_MAX = 256  # published texts whose examples are remembered; reading one takes some 50 ms


@dataclass(frozen=True)
class BotCard:
    """A published bot as a caller may see it."""

    slug: str
    name: str
    description: str
    language: str
    examples: tuple[str, ...] = ()


def published_bots() -> tuple[BotCard, ...]:
    """Return the main workspace's bots that can be called, in the order of their slugs: the page opens with the first.

    Those of other workspaces answer on the pages that embed them, and are nobody else's business.
    """
    with within(MAIN):
        releases = (
            Release.objects.filter(environment=PRODUCTION)
            .select_related("bot", "version")
            .defer("version__text")
            .order_by("bot__slug")
        )
        return tuple(
            BotCard(bot.slug, bot.name, bot.description, bot.language, _examples_of(release.version.content_hash))
            for release in releases
            for bot in (release.bot,)
        )


def example_sentences(intents: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return sentences that a caller may say: the first of every intent, then the second of each, and so on."""
    mixed = [sentence.strip() for row in zip_longest(*intents) for sentence in row if sentence]
    fitting = [sentence for sentence in mixed if 0 < len(sentence) <= EXAMPLE_MAX_CHARS]
    return tuple(dict.fromkeys(_as_read(sentence) for sentence in fitting))[:EXAMPLES_MAX]


@lru_cache(maxsize=READ_MAX)
def _examples_of(content_hash: str) -> tuple[str, ...]:
    """Read the examples from the text of that hash."""
    text = BotVersion.objects.filter(content_hash=content_hash).values_list("text", flat=True)[0]
    bot = load_text(text).bot
    intents: Mapping[str, Intent] = bot.intents if bot is not None else {}
    return example_sentences(intent.examples for intent in intents.values())


def _as_read(sentence: str) -> str:
    """Write a sentence as people read it: a capital first; the rest is the author's."""
    return sentence[:1].upper() + sentence[1:]
