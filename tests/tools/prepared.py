"""What a test's workspace has: names that are given, a bot that is published, a call that is on."""

from flows.catalogue import publish
from flows.models import content_hash
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.conversations.log import Opening, begin
from voxloom.given.keeping import give

CALL = "call-1"


def bound(**values: str) -> None:
    """The main workspace is given these names."""
    with within(MAIN):
        for name, value in values.items():
            give(name, value)


def published(bot: str, **values: str) -> None:
    """It answers with this bot, and with these names."""
    with within(MAIN):
        publish(bot)
    bound(**values)


def calling(bot: str, slug: str) -> int:
    """CALL is on with it: the key of its workspace."""
    published(bot)
    with within(MAIN):
        begin(Opening(CALL, slug, content_hash(bot), 1, "voice", "here:1"))
        return int(Workspace.objects.get(slug=MAIN).pk)
