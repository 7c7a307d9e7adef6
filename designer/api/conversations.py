"""What is kept of conversations."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from designer.api.caller import Refused, caller_of
from designer.api.shapes import ConversationLines, ConversationOut
from flows.models import Bot
from voxloom.accounts.roles import Action
from voxloom.audit.actor import note
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import erase

router = Router(tags=["conversations"])
MOST = 200


@router.get("/conversations", response=list[ConversationOut])
def list_conversations(
    request: HttpRequest,
    bot: str | None = None,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[Conversation]:
    """The newest first; `before` is the last call of the page before."""
    caller_of(request).needs(Action.SEE, Bot.objects.filter(slug=_plain(bot)).first() if bot else None)
    rows = Conversation.objects.all()
    if bot is not None:
        rows = rows.filter(bot=_plain(bot))
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


@router.delete("/conversations/{call}/values", response={204: None})
def erase_values(request: HttpRequest, call: str) -> Status[Any]:
    """Drop the caller's values of a conversation for good."""
    caller_of(request).needs(Action.ADMINISTER)
    erase([_conversation(call).call])
    return Status(204, None)


def _plain(text: str) -> str:
    return text if text.isprintable() else ""


def _conversation(call: str) -> Conversation:
    found: Conversation | None = Conversation.objects.filter(call=_plain(call)).first()
    if found is None:
        message = f"There is no conversation {call[:64]}."
        raise Refused(404, "conversation.unknown", message, "Look at /api/v1/conversations.")
    return found
