"""The lines of a conversation as they are kept: those of the event log, with tokens in the place of personal values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.driver.event_log import line, plain, told
from flows.engine.events import Event, event_to_json
from flows.engine.state import Sprint, State
from flows.personal.fields import PersonalFields, asks_for_personal
from flows.personal.tokens import Kept, Tokens, restored


@dataclass(frozen=True)
class KeptLine:
    """One event: the line, the values that its new tokens stand for, and the whole state after it, with tokens."""

    seq: int
    line: dict[str, Any]
    fresh: tuple[Kept, ...]
    state: dict[str, Any]


@dataclass
class KeptLines:
    """Makes the lines of one conversation, one after the other. Not for use by several threads at once."""

    fields: PersonalFields
    bot: str
    tokens: Tokens = field(init=False)
    seq: int = 0
    _before: State = field(init=False)
    _state: dict[str, Any] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.fields)
        self._before = State(self.bot)

    @classmethod
    def going_on(
        cls, fields: PersonalFields, kept: Sequence[Kept], state: State, told: dict[str, Any], seq: int
    ) -> "KeptLines":
        """Those of a conversation whose lines up to `seq` are kept, with its state then, as it is and with tokens."""
        lines = cls(fields, state.bot, seq)
        lines.tokens, lines._before, lines._state = Tokens.of(fields, kept), state, told
        return lines

    def next(self, event: Event, sprint: Sprint) -> KeptLine:
        """The line of an event and of what it led to."""
        self.seq += 1
        told_event, commands, state, trace = self.told(event, sprint)
        before, self._state = self._state, state
        made = line(self.seq, told_event, commands, before, state, trace)
        return KeptLine(self.seq, made, tuple(self.tokens.fresh()), state)

    def told(self, event: Event, sprint: Sprint) -> tuple[dict[str, Any], list[Any], dict[str, Any], list[Any]]:
        """Event, commands, state and trace with tokens; the next event follows on this one."""
        asked = asks_for_personal(self.fields, self._before)
        self._before = sprint.state
        commands, state, trace = told(sprint)
        return self.tokens.line(
            storable(plain(event_to_json(event))), storable(commands), storable(state), storable(trace), asked=asked
        )


def storable(value: Any) -> Any:
    """Plain JSON as every database takes it: without characters that do not exist, and with a sign for zero bytes."""
    match value:
        case str():
            return value.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()
        case list():
            return [storable(entry) for entry in value]
        case dict():
            return {storable(key): storable(entry) for key, entry in value.items()}
        case _:
            return value


class WithTokens:
    """How a log with tokens is read: values, or surrogates where they are gone, go in, and tokens come out again."""

    def __init__(self, fields: PersonalFields, bot: str, values: Mapping[str, Any]) -> None:
        """`values`: by token."""
        self._values = values
        self._lines = KeptLines(fields, bot)

    def event(self, written: Any) -> Any:
        """With values."""
        return restored(written, self._values)

    def made(self, event: Event, sprint: Sprint) -> tuple[list[Any], dict[str, Any], list[Any]]:
        """With tokens."""
        return self._lines.told(event, sprint)[1:]
