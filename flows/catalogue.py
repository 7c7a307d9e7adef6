"""Where bots are found: in a file or folder, in the database, among the starter bots.

What answers callers is found by its slug, from wherever somebody calls; all else is of the workspace at hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from flows import preparing
from flows.definition.bot import Bot as Definition
from flows.loader.load import Loaded, load_path, load_text
from flows.models import Bot, BotVersion, Release, Trial, content_hash
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import current_workspace, everywhere
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.actor import note

LONGEST_NAME, LONGEST_LANGUAGE = 200, 16
"""Of what lists of bots show; the text of the bot has all of it."""

KEEP_TRIALS = timedelta(days=2)
"""Longer than any call, and its conversation can be looked at on the next day."""
NO_VERSION = 0
"""The number of a text that is no version."""


class BotNotFound(LookupError):
    """There is neither a file nor a bot of that name; the message is one line."""

    logs_its_words = True


class BotNotRunnable(ValueError):
    """A bot with errors cannot be published; `loaded` has its findings."""

    def __init__(self, loaded: Loaded) -> None:
        errors = sum(1 for finding in loaded.findings if finding.severity == "error")
        super().__init__(f"the bot has {errors} error(s)")
        self.loaded = loaded


class KeptMeanwhile(RuntimeError):
    """Somebody else kept another version of the bot since it was looked at; the message is one line."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"Somebody else stored a version of {slug} at the same time; yours was not stored.")


class AddressTaken(RuntimeError):
    """Another workspace has a bot of that slug, or this one; the message is one line."""

    def __init__(self, slug: str, *, own: bool = False) -> None:
        whose = "This" if own else "Another"
        super().__init__(f"{whose} workspace has a bot called {slug}; give yours another name.")


@dataclass(frozen=True)
class Authorship:
    """Who keeps a version, and why."""

    name: str = ""
    message: str = ""


BY_NOBODY = Authorship()


@dataclass(frozen=True)
class Kept:
    """A version of a bot, and whether it was made just now."""

    version: BotVersion
    is_new: bool


@dataclass(frozen=True)
class Published:
    """The text of a bot that answers callers, or is tried, and whose it is: the key of its workspace."""

    slug: str
    text: str
    version: int
    content_hash: str
    workspace: int
    name: str
    description: str
    language: str
    origins: tuple[str, ...] = ()


def starter_bots() -> list[Path]:
    """The files of the starter bots."""
    folder = Path(settings.ROOT) / "templates" / "bots"
    return sorted(folder.glob("*.yaml"))


def published(slug: str, environment: str = PRODUCTION) -> Published | None:
    """The version of a bot that answers callers; None when there is none."""
    with everywhere("a bot is called by its slug"):
        releases = Release.objects.select_related("version", "bot").filter(environment=environment)
        for name in _spellings(slug):
            if (release := releases.filter(bot__slug=name).first()) is not None:
                return _found(release.bot, release.version)
    return None


def version_of_hash(slug: str, content_hash: str) -> Published | None:
    """A version by its hash, whether it answers or not, or a text that is tried; None when there is none."""
    wanted = {"bot__slug": slug, "content_hash": content_hash}
    with everywhere("a conversation stays on the text that it began with"):
        version = BotVersion.objects.select_related("bot").filter(**wanted).order_by("-number").first()
        if version is not None:
            return _found(version.bot, version)
        trial = Trial.objects.select_related("bot").filter(**wanted).first()
        return _found(trial.bot, trial) if trial is not None else None


def freeze(bot: Bot, text: str) -> str:
    """Keep a text of a bot while somebody tries it; the hash by which `version_of_hash` finds it."""
    digest = content_hash(text)
    Trial.objects.update_or_create(bot=bot, content_hash=digest, defaults={"text": text})
    return digest


def forget_trials(now: datetime | None = None) -> int:
    """Drop the texts that nobody has begun to try for long; how many."""
    with everywhere("texts that were tried"):
        return Trial.objects.filter(wanted__lt=(now or timezone.now()) - KEEP_TRIALS).delete()[0]


def _found(bot: Bot, text: BotVersion | Trial) -> Published:
    return Published(
        bot.slug, text.text, text.number if isinstance(text, BotVersion) else NO_VERSION, text.content_hash,
        bot.workspace_id, bot.name, bot.description, bot.language, tuple(bot.origins),
    )  # fmt: skip


def origins_of(slug: str) -> tuple[str, ...]:
    """The origins of the pages that may embed a bot, now."""
    with everywhere("a bot is called by its slug"):
        found = Bot.objects.filter(slug=slug).first()
    return tuple(found.origins) if found is not None else ()


def answering() -> list[str]:
    """The slugs of all bots that answer callers on this server."""
    with everywhere("what this server answers"):
        return list(Release.objects.filter(environment=PRODUCTION).values_list("bot__slug", flat=True))


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
    """Keep a text as a version of its bot, unless it is the last one, and let it answer.

    Raises BotNotRunnable, AddressTaken, UnknownWorkspace.
    """
    version = _keep(text, _runnable(load_text(text)), BY_NOBODY).version
    release(version, environment)
    return version


def release(version: BotVersion, environment: str = PRODUCTION) -> None:
    """Let a version answer in an environment, instead of the one that does now."""
    Release.objects.update_or_create(bot=version.bot, environment=environment, defaults={"version": version})
    preparing.learn(version)
    preparing.speak(version)
    note("bot.publish", version.bot.slug, version=version.number, environment=environment)


def newest(slug: str, number: int | None = None) -> BotVersion | None:
    """The newest version of a bot, or the one of that number; None when there is none."""
    versions = BotVersion.objects.select_related("bot").order_by("-number")
    if number is not None:
        versions = versions.filter(number=number)
    found = (versions.filter(bot__slug=name).first() for name in _spellings(slug))
    return next((version for version in found if version is not None), None)


def newest_number(slug: str) -> int:
    """The number of a bot's newest version; 0 when there is none."""
    found = BotVersion.objects.filter(bot__slug=slug).order_by("-number").first()
    return found.number if found is not None else 0


def keep(text: str, loaded: Loaded, after: int, by: Authorship = BY_NOBODY) -> Kept:
    """Keep a text as the version of its bot that follows the version `after`; it does not answer yet.

    `loaded` is what the text was read as. Raises BotNotRunnable, KeptMeanwhile, AddressTaken,
    UnknownWorkspace.
    """
    definition = _runnable(loaded)
    try:
        with transaction.atomic():
            return _keep(text, definition, by, after)
    except IntegrityError:
        raise KeptMeanwhile(definition.bot) from None


def stored(slug: str) -> BotVersion | None:
    """The version of a bot that answers callers, else its newest; None when there is none."""
    answering = BotVersion.objects.select_related("bot").filter(releases__environment=PRODUCTION)
    found = (answering.filter(bot__slug=name).first() for name in _spellings(slug))
    return next((version for version in found if version is not None), None) or newest(slug)


def _runnable(loaded: Loaded) -> Definition:
    if loaded.bot is None or not loaded.runnable:
        raise BotNotRunnable(loaded)
    return loaded.bot


def begin(slug: str, name: str = "") -> Bot:
    """A bot without a version. Raises AddressTaken, also where this workspace has one of that slug."""
    own = current_workspace()  # one that is not there is told of first
    if Bot.objects.filter(slug=slug).exists():
        raise AddressTaken(slug, own=True)
    _must_be_free(slug, own)
    try:
        with transaction.atomic():
            bot: Bot = Bot.objects.create(slug=slug, name=(name or slug)[:LONGEST_NAME])
            return bot
    except IntegrityError:
        raise AddressTaken(slug) from None


def _must_be_free(slug: str, own: Workspace) -> None:
    with everywhere("whether a slug is free"):
        if Bot.objects.filter(slug__in=_spellings(slug)).exclude(workspace=own).exists():
            raise AddressTaken(slug)


def _keep(text: str, definition: Definition, by: Authorship, after: int | None = None) -> Kept:
    current_workspace()  # one that is not there is told of first
    if not Bot.objects.filter(slug=definition.bot).exists():
        _must_be_free(definition.bot, current_workspace())
    fields = {
        "name": (definition.name or definition.bot)[:LONGEST_NAME],
        "description": definition.description or "",
        "language": definition.language[:LONGEST_LANGUAGE],
    }
    bot, _ = Bot.objects.update_or_create(slug=definition.bot, defaults=fields)
    last = bot.versions.order_by("-number").first()
    digest = content_hash(text)
    if last is not None and last.content_hash == digest:
        return Kept(last, is_new=False)
    number = last.number if last is not None else 0
    if after is not None and number != after:
        raise KeptMeanwhile(definition.bot)
    version = BotVersion.objects.create(
        bot=bot, number=number + 1, text=text, content_hash=digest, author=by.name, message=by.message
    )
    preparing.learn(version)
    note("bot.keep", bot.slug, version=version.number, hash=digest)
    return Kept(version, is_new=True)
