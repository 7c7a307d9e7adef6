"""What the pages need to know about the bots, read and never changed."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

logger = logging.getLogger(__name__)

EXAMPLES_MAX = 5  # more are not read; the widget itself shows two of them
EXAMPLE_MAX_CHARS = 48  # a longer sentence does not fit a chip on a telephone


@dataclass(frozen=True)
class BotCard:
    """A published bot as a caller may see it."""

    slug: str
    name: str
    description: str
    language: str
    examples: tuple[str, ...] = ()


def published_bots() -> tuple[BotCard, ...]:
    """Return the bots that can be called, in the order of their slugs: the page opens with the first."""
    cards = (_read_card(path, path.stat().st_mtime_ns) for path in sorted(_bots_folder().glob("*.yaml")))
    return tuple(sorted((card for card in cards if card is not None), key=lambda card: card.slug))


def example_sentences(intents: object) -> tuple[str, ...]:
    """Return sentences that a caller may say: the first of every intent, then the second of each, and so on."""
    if not isinstance(intents, Mapping):
        return ()
    lists = [_sentences(intent) for intent in intents.values()]
    mixed = [sentence for row in zip_longest(*lists) for sentence in row if sentence]
    fitting = [sentence for sentence in mixed if len(sentence) <= EXAMPLE_MAX_CHARS]
    return tuple(dict.fromkeys(_as_spoken(sentence) for sentence in fitting))[:EXAMPLES_MAX]


def _bots_folder() -> Path:
    root: Path = settings.ROOT
    return root / "templates" / "bots"


@lru_cache(maxsize=64)
def _read_card(path: Path, _changed_ns: int) -> BotCard | None:
    """Read one bot file; `_changed_ns` is part of the key, so an edited file is read again."""
    try:
        found = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError):
        logger.warning("The bot file %s cannot be read, so the page leaves it out.", path.name)
        return None
    if not isinstance(found, dict) or not found.get("bot"):
        return None
    return BotCard(
        slug=str(found["bot"]),
        name=str(found.get("name") or found["bot"]),
        description=str(found.get("description") or ""),
        language=str(found.get("language") or "en"),
        examples=example_sentences(found.get("intents")),
    )


def _sentences(intent: Any) -> list[str]:
    examples = intent.get("examples") if isinstance(intent, Mapping) else None
    return [text.strip() for text in examples if isinstance(text, str)] if isinstance(examples, list) else []


def _as_spoken(sentence: str) -> str:
    """Write a sentence as people read it: a capital first; the rest is the author's."""
    return sentence[:1].upper() + sentence[1:]
