"""What is kept of conversations."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from designer.actions.act import perform
from designer.actions.erase_values import EraseValues
from designer.api.call_shapes import CallPage, ReplayIn, ReplayOut
from designer.api.caller import Refused, caller_of, unknown_bot
from designer.api.shapes import ConversationLines, ConversationOut
from designer.calls.page import page_of
from designer.calls.replaying import replayed
from designer.comparing import DRAFT
from designer.drafts.ready import with_errors
from designer.drafts.seen import loaded
from designer.drafts.state import state_of
from designer.selectors import version_of
from flows.models import Bot
from voxloom.accounts.roles import Action
from voxloom.audit.actor import note
from voxloom.conversations.models import Conversation

router = Router(tags=["conversations"])
MOST = 200


@router.get("/conversations", response=list[ConversationOut])
def list_conversations(
    request: HttpRequest,
    bot: str | None = None,
    channel: str | None = None,
    version: Annotated[int, Query(ge=0, le=1_000_000)] | None = None,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[Conversation]:
    """The newest first; `before` is the last call of the page before."""
    caller_of(request).needs(Action.SEE, Bot.objects.filter(slug=_plain(bot)).first() if bot else None)
    rows = Conversation.objects.all()
    if bot is not None:
        rows = rows.filter(bot=_plain(bot))
    if channel is not None:
        rows = rows.filter(channel=_plain(channel))
    if version is not None:
        rows = rows.filter(bot_version=version)
    if before is not None:
        last = _conversation(before)
        rows = rows.filter(pk__lt=last.pk)
    return list(rows.order_by("-pk")[:limit])


@router.get("/conversations/{call}", response=ConversationLines)
def show_conversation(request: HttpRequest, call: str) -> dict[str, Any]:
    """One of them with its lines; tokens stand in the place of personal values."""
    found = _conversation(call)
    caller_of(request).needs(Action.SEE, Bot.objects.filter(slug=found.bot).first())
    note("conversation.see", found.call)
    shown = ConversationOut.from_orm(found).dict()
    return {**shown, "lines": list(found.events.order_by("seq").values_list("line", flat=True))}


@router.get("/conversations/{call}/page", response=CallPage)
def show_call(request: HttpRequest, call: str) -> dict[str, Any]:
    """One of them as a story: what was said and done, the way through the bot, values, tools, why, and where the time
    of each turn went; with tokens."""
    found = _conversation(call)
    caller_of(request).needs(Action.SEE, Bot.objects.filter(slug=found.bot).first())
    note("conversation.see", found.call)
    return {**ConversationOut.from_orm(found).dict(), **page_of(found)}


@router.post("/conversations/{call}/replay", response=ReplayOut)
def replay_call(request: HttpRequest, call: str, given: ReplayIn) -> dict[str, Any]:
    """Give what the caller said to another version of the bot, or its draft: the first thing that it does otherwise."""
    found = _conversation(call)
    caller = caller_of(request)
    bot = Bot.objects.filter(slug=found.bot).first()
    caller.needs(Action.SEE, bot)
    if bot is None:
        raise unknown_bot(found.bot)
    text = state_of(bot).file if given.version == DRAFT else version_of(bot, int(given.version)).text
    read = loaded(text)
    if read.bot is None or not read.runnable:
        raise with_errors(read)
    note("conversation.replay", found.call, version=given.version)
    return replayed(found, read).as_json()


@router.delete("/conversations/{call}/values", response={204: None})
def erase_values(request: HttpRequest, call: str) -> Status[Any]:
    """Drop the caller's values of a conversation for good."""
    caller = caller_of(request)
    caller.needs(Action.ADMINISTER)  # before it is told whether there is one
    perform(EraseValues(_conversation(call)), caller)
    return Status(204, None)


def _plain(text: str) -> str:
    return text if text.isprintable() else ""


def _conversation(call: str) -> Conversation:
    found: Conversation | None = Conversation.objects.filter(call=_plain(call)).first()
    if found is None:
        message = f"There is no conversation {call[:64]}."
        raise Refused(404, "conversation.unknown", message, "Look at /api/v1/conversations.")
    return found
