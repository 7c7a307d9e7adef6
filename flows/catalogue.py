"""Where bots are found: in a file or folder, in the database, among the starter bots."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from flows.findings import has_errors
from flows.loader.load import Loaded, load_path, load_text
from flows.models import PRODUCTION, Bot, BotVersion, Release, content_hash


class BotNotFound(LookupError):
    """There is neither a file nor a bot of that name; the message is one line."""


class BotNotRunnable(ValueError):
    """A bot with errors cannot be published; `loaded` has its findings."""

    def __init__(self, loaded: Loaded) -> None:
        errors = sum(1 for finding in loaded.findings if finding.severity == "error")
        super().__init__(f"the bot has {errors} error(s)")
        self.loaded = loaded


@dataclass(frozen=True)
class Published:
    """The text of a bot that answers callers."""

    slug: str
    text: str
    version: int
    content_hash: str


def starter_bots() -> list[Path]:
    """The files of the starter bots."""
    folder = Path(settings.ROOT) / "templates" / "bots"
    return sorted(folder.glob("*.yaml"))


def published(slug: str, environment: str = PRODUCTION) -> Published | None:
    """The published version of a bot; None when there is none."""
    releases = Release.objects.select_related("version", "bot").filter(environment=environment)
    for name in _spellings(slug):
        if (release := releases.filter(bot__slug=name).first()) is not None:
            version = release.version
            return Published(release.bot.slug, version.text, version.number, version.content_hash)
    return None


def find(name: str) -> Loaded:
    """A bot by path, by the slug of a published one, or by that of a starter bot. Raises BotNotFound."""
    found = locate(name)
    if isinstance(found, Published):
        return load_text(found.text, f"{found.slug}.yaml")
    try:
        return load_path(found)
    except OSError as problem:
        raise BotNotFound(f"{name} cannot be read: {problem.strerror or problem}") from None


def locate(name: str) -> Path | Published:
    """Where the bot of a name is found. Raises BotNotFound."""
    path = Path(name)
    if path.exists():
        return path
    try:
        found = published(name)
    except DatabaseError:
        found = None  # no database was made yet; the starter bots are still there
    if found is not None:
        return found
    for spelling in _spellings(name):
        for starter in starter_bots():
            if starter.stem == spelling:
                return starter
    raise BotNotFound(f"There is no file and no bot called {name}.")


def _spellings(slug: str) -> tuple[str, ...]:
    """`table-booking` is found as `table_booking` too."""
    return tuple(dict.fromkeys((slug, slug.replace("-", "_"), slug.replace("_", "-"))))


@transaction.atomic
def publish(text: str, environment: str = PRODUCTION) -> BotVersion:
    """Keep a text as a version of its bot, unless it is the last one, and let it answer. Raises BotNotRunnable."""
    loaded = load_text(text)
    if loaded.bot is None or has_errors(loaded.findings):
        raise BotNotRunnable(loaded)
    definition = loaded.bot
    fields = {
        "name": definition.name or definition.bot,
        "description": definition.description or "",
        "language": definition.language,
    }
    bot, _ = Bot.objects.update_or_create(slug=definition.bot, defaults=fields)
    last = bot.versions.order_by("-number").first()
    digest = content_hash(text)
    if last is None or last.content_hash != digest:
        last = BotVersion.objects.create(
            bot=bot, number=(last.number if last else 0) + 1, text=text, content_hash=digest
        )
    Release.objects.update_or_create(bot=bot, environment=environment, defaults={"version": last})
    return last
