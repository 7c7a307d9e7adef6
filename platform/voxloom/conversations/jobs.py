"""The jobs of this part of the house."""

from django.db import transaction

from voxloom import jobs
from voxloom.accounts.isolation import everywhere, within
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import forget
from voxloom.conversations.summary import summary
from voxloom.webhooks.sending import tell


@jobs.task("conversations.forget", every_s=60)
def run() -> None:
    """Drop what is over its time."""
    forget()


@jobs.task("conversations.summarise", tries=3)
def summarise(conversation: int) -> None:
    """Work out what a conversation came to, and tell who wants to know. Once: a second time changes nothing."""
    with everywhere("a job knows its conversation"), transaction.atomic():
        row = Conversation.objects.select_for_update().filter(pk=conversation, summary__isnull=True).first()
        if row is None:
            return
        row.summary = summary(row.events.order_by("seq").values_list("line", flat=True), row.end_reason)
        row.save(update_fields=["summary"])
        with within(row.workspace_id):
            tell("conversation.ended", {"conversation": told(row)})


def told(row: Conversation) -> dict[str, object]:
    """What others are told of a conversation."""
    return {
        "call": row.call,
        "bot": row.bot,
        "bot_version": row.bot_version,
        "channel": row.channel,
        "started": row.started.isoformat(),
        "ended": row.ended.isoformat() if row.ended else None,
        "summary": row.summary,
    }
