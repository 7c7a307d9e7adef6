"""Bots, versions, releases."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from designer.actions.act import perform
from designer.actions.allow_origins import AllowOrigins
from designer.actions.keep_text import KeepText
from designer.actions.release_version import ReleaseVersion
from designer.api.caller import caller_of, unknown_bot
from designer.api.shapes import BotOut, KeptOut, OriginsIn, ReleaseIn, Slug, TextIn, VersionIn, VersionOut, VersionText
from designer.drafts.seen import told
from designer.selectors import is_allowed, version_of
from flows.loader.load import load_text
from flows.models import Bot, BotVersion
from flows.preparing import learning
from voxloom.accounts.roles import Action, may

router = Router(tags=["bots"])
MOST_VERSIONS = 200
"""The newest of them; nobody reads on."""


@router.get("/bots", response=list[BotOut])
def list_bots(request: HttpRequest) -> list[dict[str, Any]]:
    """The bots of the workspace that the caller may see."""
    caller = caller_of(request)
    every = may(Action.SEE, caller.role)
    return [_shown(bot) for bot in _with_figures(Bot.objects.all()) if every or is_allowed(caller, Action.SEE, bot)]


@router.post("/bots", response={200: KeptOut, 201: KeptOut})
def keep_bot(request: HttpRequest, given: VersionIn) -> Status[Any]:
    """Keep a text as the next version of the bot that it names; 200 when it is the newest already."""
    loaded = load_text(given.text)
    named = Bot.objects.filter(slug=loaded.bot.bot).first() if loaded.bot is not None else None
    kept = perform(KeepText(named, given.text, loaded, given.message, given.after), caller_of(request))
    findings = [told(finding) for finding in loaded.findings]
    version = kept.version
    body = {"slug": version.bot.slug, "version": version.number, "is_new": kept.is_new, "findings": findings}
    return Status(201 if kept.is_new else 200, body)


@router.post("/lint", response=list[dict[str, Any]])
def lint(request: HttpRequest, given: TextIn) -> list[dict[str, Any]]:
    """What is wrong with a text; nothing is kept."""
    caller_of(request).needs(Action.SEE)
    return [told(finding) for finding in load_text(given.text).findings]


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
    return _with_training([version_of(_bot(request, slug, Action.SEE), number)])[0]


@router.get("/bots/{slug}/versions/{number}/text")
def download_version(request: HttpRequest, slug: Slug, number: int) -> HttpResponse:
    """The text alone, byte for byte."""
    version = version_of(_bot(request, slug, Action.SEE), number)
    response = HttpResponse(version.text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.bot.slug}-{version.number}.yaml"'
    return response


@router.post("/bots/{slug}/releases", response=BotOut)
def publish(request: HttpRequest, slug: Slug, given: ReleaseIn) -> dict[str, Any]:
    """Let a version answer; calls that are under way stay with theirs."""
    bot = _bot(request, slug, Action.PUBLISH)
    perform(ReleaseVersion(bot, version_of(bot, given.version), given.environment), caller_of(request))
    return _shown(_bot(request, slug, Action.PUBLISH))


@router.put("/bots/{slug}/origins", response=list[str])
def allow_origins(request: HttpRequest, slug: Slug, given: OriginsIn) -> list[str]:
    """Let pages of these origins embed the bot, and no others."""
    return perform(AllowOrigins(_bot(request, slug, Action.PUBLISH), given.origins), caller_of(request))


def _bot(request: HttpRequest, slug: str, action: Action) -> Bot:
    bot = _with_figures(Bot.objects.filter(slug=slug)).first() if slug.isprintable() else None
    if bot is None:
        raise unknown_bot(slug)
    caller_of(request).needs(action, bot)
    return bot


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
