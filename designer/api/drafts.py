"""The draft of a bot: read, typed, drawn, taken back, made a version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from designer.actions.act import perform
from designer.actions.draft_texts import DiscardDraft, DrawDraft, RestoreVersion, TypeDraft, UndoInDraft
from designer.actions.freeze_trial import FreezeTrial
from designer.actions.keep_version import KeepVersion
from designer.api.caller import caller_of
from designer.api.draft_shapes import (
    BudgetOut,
    ChangedOut,
    DraftFindings,
    DraftOperations,
    DraftOut,
    DraftText,
    DraftUndo,
    DraftVersion,
    PersonalOut,
    RestoreIn,
    RevIn,
    TrialOut,
)
from designer.api.plain import plain
from designer.api.shapes import KeptOut, Slug
from designer.calls.measured import measured
from designer.drafts.ready import readable
from designer.drafts.seen import findings, loaded
from designer.drafts.shown import checked, shown
from designer.drafts.state import state_of
from designer.selectors import allowed, bot_for
from flows.checks.look import Look
from flows.checks.personal_map import personal_map
from flows.exchange.canvas.budget import budget

router = Router(tags=["drafts"])
CLIENT = "X-Voxloom-Client"
LONGEST_CLIENT = 40


@router.get("/bots/{slug}/draft", response=DraftOut)
def show_draft(request: HttpRequest, slug: Slug) -> HttpResponse:
    """The draft of a bot as it is drawn; the newest version while nobody has changed anything."""
    caller = caller_of(request)
    bot = bot_for(caller, slug)
    return plain(shown(bot, state_of(bot), allowed(caller, bot)))


@router.get("/bots/{slug}/draft/findings", response=DraftFindings)
def check_draft(request: HttpRequest, slug: Slug) -> HttpResponse:
    """What is wrong with it; takes a fifth of a second for a bot of a thousand nodes."""
    return plain(checked(state_of(bot_for(caller_of(request), slug))))


@router.put("/bots/{slug}/draft/text", response=ChangedOut)
def type_draft(request: HttpRequest, slug: Slug, given: DraftText) -> HttpResponse:
    """Another text, which may have errors or be no YAML at all."""
    caller = caller_of(request)
    act = TypeDraft(bot_for(caller, slug), given.rev, _client(request), text=given.text)
    return plain(perform(act, caller).told)


@router.post("/bots/{slug}/draft/ops", response=ChangedOut)
def draw_draft(request: HttpRequest, slug: Slug, given: DraftOperations) -> HttpResponse:
    """Operations as a canvas makes them (docs/reference/edits.md), all or none."""
    caller = caller_of(request)
    act = DrawDraft(bot_for(caller, slug), given.rev, _client(request), operations=given.ops)
    return plain(perform(act, caller).told)


@router.post("/bots/{slug}/draft/undo", response=ChangedOut)
def undo_in_draft(request: HttpRequest, slug: Slug, given: DraftUndo) -> HttpResponse:
    """Take a change back by the `inverse` that came with it."""
    caller = caller_of(request)
    act = UndoInDraft(bot_for(caller, slug), given.rev, _client(request), edits=given.edits)
    return plain(perform(act, caller).told)


@router.post("/bots/{slug}/draft/discard", response=ChangedOut)
def discard_draft(request: HttpRequest, slug: Slug, given: RevIn) -> HttpResponse:
    """Go back to the newest version."""
    caller = caller_of(request)
    return plain(perform(DiscardDraft(bot_for(caller, slug), given.rev, _client(request)), caller).told)


@router.post("/bots/{slug}/draft/restore", response=ChangedOut)
def restore_version(request: HttpRequest, slug: Slug, given: RestoreIn) -> HttpResponse:
    """Give the draft the text of an older version."""
    caller = caller_of(request)
    act = RestoreVersion(bot_for(caller, slug), given.rev, _client(request), version=given.version)
    return plain(perform(act, caller).told)


@router.post("/bots/{slug}/draft/version", response={200: KeptOut, 201: KeptOut})
def keep_draft(request: HttpRequest, slug: Slug, given: DraftVersion) -> Status[Any]:
    """Make the draft a version; 200 when it is the newest already."""
    caller = caller_of(request)
    bot = bot_for(caller, slug)
    kept = perform(KeepVersion(bot, given.rev, given.message, given.after), caller)
    version = kept.version
    told = {"slug": bot.slug, "version": version.number, "is_new": kept.is_new, "findings": findings(version.text)}
    return Status(201 if kept.is_new else 200, told)


@router.get("/bots/{slug}/draft/budget", response=BudgetOut)
def show_budget(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """How long callers wait at each node and on each way: expected, and measured in the bot's last calls."""
    bot = bot_for(caller_of(request), slug)
    state = state_of(bot)
    read = readable(state)
    return {"rev": state.rev, **budget(read, measured(bot))}


@router.get("/bots/{slug}/draft/personal", response=PersonalOut)
def show_personal(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Each personal value, and what it can reach: tools, models, records, with the way there."""
    state = state_of(bot_for(caller_of(request), slug))
    read = readable(state)
    return {"rev": state.rev, "values": personal_map(Look(read, loaded(state.file).document))}


@router.post("/bots/{slug}/draft/trial", response=TrialOut)
def try_draft(request: HttpRequest, slug: Slug, given: RevIn) -> dict[str, str]:
    """Freeze the draft for a call: a ticket (`POST /rt/tickets?debug=1`) with `trial` opens one with that text."""
    caller = caller_of(request)
    bot = bot_for(caller, slug)
    return {"bot": bot.slug, "trial": perform(FreezeTrial(bot, given.rev), caller)}


def _client(request: HttpRequest) -> str:
    """The tab that asks."""
    given = request.headers.get(CLIENT, "")[:LONGEST_CLIENT]
    return given if given.isascii() and given.replace("-", "").replace("_", "").isalnum() else ""
