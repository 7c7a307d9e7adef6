"""All that the page of a call shows. Reads only."""

from typing import Any

from designer.calls.exchanges import answered, exchanges, length_s
from designer.calls.story import story
from voxloom.conversations.models import Conversation


def page_of(row: Conversation) -> dict[str, Any]:
    """A kept call as a story, turn by turn, with how fast it answered; tokens stand in for personal values."""
    kept = list(row.events.order_by("seq").values_list("seq", "line", "times"))
    lines = [line for _, line, _ in kept]
    told = story(lines)
    turns = exchanges(lines, told, {seq: times for seq, _, times in kept if times})
    return {
        **told.as_json(),
        "exchanges": [turn.as_json() for turn in turns],
        "answers": answered(turns),
        "length_s": length_s(lines),
    }
