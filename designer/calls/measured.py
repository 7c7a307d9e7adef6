"""How long what the nodes of a bot ask outside took in its last calls. Reads only."""

from collections import defaultdict
from functools import lru_cache

from designer.calls.story import story
from flows.models import Bot
from voxloom.conversations.models import Conversation, ConversationEvent

LAST_CALLS = 100
MOST_LINES = 4_000
"""Read at once: half a second."""
Times = dict[tuple[str, str], list[int]]


def measured(bot: Bot) -> Times:
    """In ms by flow and node, of its last calls, whatever their version."""
    rows = Conversation.objects.filter(bot=bot.slug, ended__isnull=False).order_by("-pk")
    keys = tuple(rows.values_list("pk", flat=True)[:LAST_CALLS])
    return _of(keys) if keys else {}


@lru_cache(maxsize=32)
def _of(keys: tuple[int, ...]) -> Times:
    """Of calls that are over, which do not change any more."""
    lines: dict[int, list[dict[str, object]]] = defaultdict(list)
    events = ConversationEvent.objects.filter(conversation_id__in=keys).order_by("-conversation_id", "seq")
    for key, line in events.values_list("conversation_id", "line")[:MOST_LINES]:
        lines[key].append(line)
    times: Times = defaultdict(list)
    for one in lines.values():
        for asked in story(one).tools:
            if asked.get("ms") is not None and asked.get("flow") and asked.get("node"):
                times[asked["flow"], asked["node"]].append(asked["ms"])
    return dict(times)
