"""The event log: JSON lines from which a conversation can be run again, bit for bit.

The first line is the header: version of the log, bot, hash of its text. Each further line is one event as the
engine got it and the commands that it gave. docs/reference/event-log.md describes the fields.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flows.engine.commands import command_to_json
from flows.engine.events import Event, event_to_json
from flows.engine.state import Sprint, state_to_json

LOG_VERSION = 1


@dataclass
class EventLog:
    """Writes lines through `write`; numbers them without gaps."""

    write: Callable[[dict[str, Any]], None]
    bot: str
    bot_hash: str
    source: Any = None
    """The bot as it was read, where nothing else keeps it: a file that will have changed when the log is replayed."""
    _sequence: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        header = {"log": LOG_VERSION, "bot": self.bot, "bot_hash": self.bot_hash}
        self.write(header if self.source is None else {**header, "source": self.source})

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""
        self._sequence += 1
        self.write(
            {
                "seq": self._sequence,
                "event": event_to_json(event),
                "commands": [command_to_json(command) for command in sprint.commands],
                "state": state_hash(sprint),
            }
        )


def state_hash(sprint: Sprint) -> str:
    """A short hash of the state after an event; equal states give equal hashes."""
    text = json.dumps(state_to_json(sprint.state), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
