"""What the database of the cluster has of a conversation. Django must be set up for it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections

COMPARED = ("slots", "variables", "stack", "done", "phase", "ended", "idle_failures", "idle_silences", "doubtful")
"""Fields of the state that must be those of a call without a fault: slots, stack with its attempts, history."""


@dataclass(frozen=True)
class Row:
    """A conversation as it is kept."""

    call: str
    pid: int
    """Of the process that owns it."""
    epoch: int
    lines: tuple[str, ...]
    """A hash of each."""
    turns: int
    state: dict[str, Any]
    ended: str


def newest() -> Row | None:
    """The conversation that was begun last."""
    from voxloom.accounts.isolation import everywhere
    from voxloom.conversations.models import Conversation

    with everywhere("a benchmark"):
        found = Conversation.objects.order_by("-pk").first()
    return _read(found) if found is not None else None


def of_call(call: str) -> Row | None:
    """The conversation of a call."""
    from voxloom.accounts.isolation import everywhere
    from voxloom.conversations.models import Conversation

    with everywhere("a benchmark"):
        found = Conversation.objects.filter(call=call).first()
    return _read(found) if found is not None else None


def _read(row: Any) -> Row:
    from voxloom.accounts.isolation import everywhere
    from voxloom.conversations.reading import read

    with everywhere("a benchmark"):
        written = read(row)
    close_old_connections()
    told = [line["event"]["event"] for line in written.lines]
    return Row(
        row.call,
        int(row.owner.split(":")[1]),
        row.epoch,
        tuple(hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest() for line in written.lines),
        sum(1 for event in told if event in ("user_said", "key_pressed")),
        {name: written.state.get(name) for name in COMPARED},
        row.end_reason,
    )
