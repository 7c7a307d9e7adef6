"""Bots, versions, releases."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from designer.api.caller import Caller, Refused, caller_of, unknown_bot
from designer.api.shapes import BotOut, KeptOut, OriginsIn, ReleaseIn, Slug, TextIn, VersionIn, VersionOut, VersionText
from designer.publishing import needs_second_person
from flows.catalogue import (
    AddressTaken,
    Authorship,
    BotNotRunnable,
    KeptMeanwhile,
    keep,
    newest_number,
    release,
)
from flows.findings import Finding
from flows.loader.load import Loaded, load_text
from flows.models import Bot, BotVersion
from flows.origins import NoOrigin, allow
from flows.preparing import learning
from tools.needs import missing
from voxloom.accounts.roles import Action, may
from voxloom.accounts.sealed import WrongFieldKey
from voxloom.given.keeping import everything

router = Router(tags=["bots"])
MOST_VERSIONS = 200
"""The newest of them; nobody reads on."""


@router.get("/bots", response=list[BotOut])
def list_bots(request: HttpRequest) -> list[dict[str, Any]]:
    """The bots of the workspace that the caller may see."""
    caller = caller_of(request)
    every = may(Action.SEE, caller.role)
    return [_shown(bot) for bot in _with_figures(Bot.objects.all()) if every or _sees(caller, bot)]


@router.post("/bots", response={200: KeptOut, 201: KeptOut})
def keep_bot(request: HttpRequest, given: VersionIn) -> Status[Any]:
    """Keep a text as the next version of the bot that it names; 200 when it is the newest already."""
    caller, loaded = caller_of(request), load_text(given.text)
    slug = loaded.bot.bot if loaded.bot is not None else ""
    caller.needs(Action.EDIT, Bot.objects.filter(slug=slug).first())
    try:
        after = given.after if given.after is not None else newest_number(slug)
        kept = keep(given.text, loaded, after, Authorship(caller.name, given.message))
    except BotNotRunnable:
        raise _with_errors(loaded) from None
    except KeptMeanwhile as problem:
        raise Refused(409, "version.newer", str(problem), "Look at what is newer, and send yours after it.") from None
    except AddressTaken as problem:
        raise Refused(409, "bot.taken", str(problem), "Change `bot` in the text.") from None
    findings = _told(loaded.findings)
    version = kept.version
    body = {"slug": version.bot.slug, "version": version.number, "is_new": kept.is_new, "findings": findings}
    return Status(201 if kept.is_new else 200, body)


@router.post("/lint", response=list[dict[str, Any]])
def lint(request: HttpRequest, given: TextIn) -> list[dict[str, Any]]:
    """What is wrong with a text; nothing is kept."""
    caller_of(request).needs(Action.SEE)
    return _told(load_text(given.text).findings)


@router.get("/bots/{slug}", response=BotOut)
def show_bot(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One bot."""
    return _shown(_bot(request, slug, Action.SEE))


@router.get("/bots/{slug}/versions", response=list[VersionOut])
def list_versions(request: HttpRequest, slug: Slug) -> list[BotVersion]:
    """Its versions, the newest first."""
    return _with_training(_bot(request, slug, Action.SEE).versions.order_by("-number")[:MOST_VERSIONS])


@router.get("/bots/{slug}/versions/{number}", response=VersionText)
def show_version(request: HttpRequest, slug: Slug, number: int) -> BotVersion:
    """One version with its text."""
    return _with_training([_version(_bot(request, slug, Action.SEE), number)])[0]


@router.get("/bots/{slug}/versions/{number}/text")
def download_version(request: HttpRequest, slug: Slug, number: int) -> HttpResponse:
    """The text alone, byte for byte."""
    version = _version(_bot(request, slug, Action.SEE), number)
    response = HttpResponse(version.text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.bot.slug}-{version.number}.yaml"'
    return response


@router.post("/bots/{slug}/releases", response=BotOut)
def publish(request: HttpRequest, slug: Slug, given: ReleaseIn) -> dict[str, Any]:
    """Let a version answer; calls that are under way stay with theirs."""
    bot = _bot(request, slug, Action.PUBLISH)
    version = _version(bot, given.version)
    if needs_second_person(bot, given.environment):
        message = f"What callers reach of {bot.slug} is published by two people."
        remedy = f"Ask for it by POST /api/v1/bots/{bot.slug}/publications; another publisher approves it."
        raise Refused(409, "publish.second_person", message, remedy)
    loaded = load_text(version.text)
    if not loaded.runnable:
        raise _with_errors(loaded)
    _look_for_secrets(loaded, given.environment)
    release(version, given.environment)
    return _shown(_bot(request, slug, Action.PUBLISH))


@router.put("/bots/{slug}/origins", response=list[str])
def allow_origins(request: HttpRequest, slug: Slug, given: OriginsIn) -> list[str]:
    """Let pages of these origins embed the bot, and no others."""
    bot = _bot(request, slug, Action.PUBLISH)
    try:
        return allow(bot, given.origins)
    except NoOrigin as problem:
        raise Refused(422, "origin.malformed", str(problem), "Write each as https://shop.example.com.") from None


def _look_for_secrets(loaded: Loaded, environment: str) -> None:
    """One that is missing would only be missed when somebody calls. Raises Refused."""
    try:
        lacks = missing(loaded.bot, everything(environment)) if loaded.bot is not None else []
    except WrongFieldKey as problem:
        raise Refused(409, "secret.sealed", str(problem), "Give the secrets anew.") from None
    if fatal := [each.as_text(environment) for each in lacks if each.secret and not each.stubbed]:
        raise Refused(422, "secret.missing", "The bot needs secrets that are not given.", " ".join(fatal))


def _bot(request: HttpRequest, slug: str, action: Action) -> Bot:
    bot = _with_figures(Bot.objects.filter(slug=slug)).first() if slug.isprintable() else None
    if bot is None:
        raise unknown_bot(slug)
    caller_of(request).needs(action, bot)
    return bot


def _sees(caller: Caller, bot: Bot) -> bool:
    try:
        caller.needs(Action.SEE, bot)
    except Refused:
        return False
    return True


def _version(bot: Bot, number: int) -> BotVersion:
    found = bot.versions.filter(number=number).first() if 0 < number < 1 << 31 else None
    if found is None:
        raise Refused(404, "version.unknown", f"{bot.slug} has no version {number}.", "Look at its versions.")
    return found


def _with_training(versions: Iterable[BotVersion]) -> list[BotVersion]:
    """With how far each is learned, in one query."""
    found = list(versions)
    known = learning(found)
    for version in found:
        version.training = known.get(version.content_hash)  # type: ignore[attr-defined]  # for the shape alone
    return found


def _with_figures(bots: QuerySet[Bot]) -> QuerySet[Bot]:
    """With all that is shown of them, in two queries however many there are."""
    return bots.annotate(newest=Max("versions__number")).prefetch_related("releases__version")


def _shown(bot: Any) -> dict[str, Any]:
    return {
        "slug": bot.slug, "name": bot.name, "description": bot.description, "language": bot.language,
        "newest": bot.newest or 0, "origins": bot.origins,
        "releases": {kept.environment: kept.version.number for kept in bot.releases.all()},
    }  # fmt: skip


def _told(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [finding.as_json() for finding in findings]


def _with_errors(loaded: Loaded) -> Refused:
    remedy = "Mend its problems first (`findings`)."
    return Refused(422, "bot.errors", "The bot has errors.", remedy, findings=_told(loaded.findings))
