"""The event log: JSON lines from which a conversation can be run again, bit for bit.

The first line is the header: version of the log, bot, hash of its text. Each further line is one event as the engine
got it, the commands that it gave, and how it changed the state. docs/reference/event-log.md describes the fields.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.engine.commands import command_to_json
from flows.engine.events import Event, event_to_json
from flows.engine.state import Sprint, State, state_to_json

LOG_VERSION = 2
READABLE_VERSIONS = (1, 2)
"""Version 1 had neither `changes` nor `trace`."""


@dataclass
class EventLog:
    """Writes lines through `write`; numbers them without gaps."""

    write: Callable[[dict[str, Any]], None]
    bot: str
    bot_hash: str
    source: Any = None
    """The bot as it was read, where nothing else keeps it: a file that will have changed when the log is replayed."""
    after: tuple[int, State] | None = None
    """The number of the last line and the state then, of a conversation that goes on: it has its header."""
    _sequence: int = field(default=0, init=False)
    _state: dict[str, Any] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if self.after is not None:
            self._sequence, self._state = self.after[0], plain_state(self.after[1])
            return
        header = {"log": LOG_VERSION, "bot": self.bot, "bot_hash": self.bot_hash}
        self.write(header if self.source is None else {**header, "source": self.source})

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""
        self._sequence += 1
        commands, state, trace = told(sprint)
        before, self._state = self._state, state
        self.write(line(self._sequence, event_to_json(event), commands, before, state, trace))

    async def committed(self) -> None:
        """At once: each line is written when it is added."""


def told(sprint: Sprint) -> tuple[list[Any], dict[str, Any], list[Any]]:
    """Commands, state and trace as plain JSON."""
    commands = plain([command_to_json(command) for command in sprint.commands])
    return commands, plain_state(sprint.state), plain(list(sprint.trace))


def line(
    sequence: int, event: dict[str, Any], commands: list[Any], before: dict[str, Any], state: dict[str, Any],
    trace: list[Any],
) -> dict[str, Any]:  # fmt: skip
    """A line of the log; `before` is the state before the event."""
    return {
        "seq": sequence,
        "event": event,
        "commands": commands,
        "changes": changes(before, state),
        "trace": trace,
        "state": hash_of(state),
    }


def plain(value: Any) -> Any:
    """As it comes back from a file: tuples are lists, keys are texts."""
    return json.loads(json.dumps(value, default=str))


def plain_state(state: State) -> dict[str, Any]:
    """The whole state as plain JSON."""
    result: dict[str, Any] = plain(state_to_json(state))
    return result


def state_hash(sprint: Sprint) -> str:
    """A short hash of the state after an event; equal states give equal hashes."""
    return hash_of(plain_state(sprint.state))


def hash_of(state: Mapping[str, Any]) -> str:
    """The hash of a state as plain JSON."""
    text = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a state that are others now, whole; the state only ever gains fields in its first event."""
    return {name: value for name, value in after.items() if name not in before or before[name] != value}
