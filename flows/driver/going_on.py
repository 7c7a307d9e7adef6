"""What is left to do of a conversation that goes on after it was broken off: from its log and how far it was heard.

The state is that of the last line; what the engine wanted done by then may not have been done, or not to its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows.driver.record import Turn
from flows.engine.acts import Act
from flows.engine.commands import CallTool, Command, Say, command_from_json
from flows.engine.events import UserSaid, event_from_json
from flows.engine.returns import INTERRUPTED

FOLLOWING = frozenset({"tool_returned", "model_returned", "handed_off", "summed_up"})
"""Events that belong to the turn before them."""
TURNS = frozenset({"user_said", "user_silent", "key_pressed"})


@dataclass(frozen=True, order=True)
class Place:
    """A text that is said: the number of the line of the log that says it, and which of its texts it is."""

    line: int
    text: int


@dataclass(frozen=True)
class Heard:
    """How far the caller heard what was said: all texts before `place`, and of that one so many clauses."""

    place: Place
    clauses: int | None = None
    """None: all of it."""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"line": self.place.line, "text": self.place.text, "clauses": self.clauses}

    @staticmethod
    def of(kept: Any) -> "Heard | None":
        """As it was kept; None where there is nothing that can be read."""
        match kept:
            case {"line": int(line), "text": int(text), "clauses": int() | None as clauses}:
                return Heard(Place(line, text), clauses)
        return None


@dataclass(frozen=True)
class Unsaid:
    """A text that is still to be said, but for its first `clauses`, which were heard."""

    place: Place
    say: Say
    clauses: int = 0


@dataclass(frozen=True)
class LeftOver:
    """What is left of the last turn."""

    turn: int
    """Its number; 0 is the greeting."""
    said: tuple[Say, ...]
    """What was heard of it to its end."""
    unsaid: tuple[Unsaid, ...]
    """What is to be said, in its order; where all was heard, the last text `again`, since the caller may answer it."""
    again: bool
    pending: tuple[Command, ...]
    """What is to be done then: the tool, the model, the listening."""
    record: Turn
    """The turn as far as it came."""

    @property
    def unheard(self) -> bool:
        """Whether the caller has not heard a word of the bot yet."""
        return not (self.turn or self.again or self.said or any(left.clauses for left in self.unsaid))


def left_over(lines: Sequence[Mapping[str, Any]], heard: Heard | None) -> LeftOver:
    """What is left to do after these lines, which have values in the place of tokens. There must be one at least."""
    last = _last_turn(lines)
    texts = list(_texts(last))
    interrupted = any(line["event"]["event"] == "user_interrupted" for line in last)
    over = [say for place, say in texts if interrupted or _was_heard(place, heard)]
    left = [_unsaid(place, say, heard) for place, say in texts if not (interrupted or _was_heard(place, heard))]
    pending = _pending(lines)
    listens = bool(pending) and pending[0].command == "listen"
    stands_at_tool = lines[-1]["event"].get("error") == INTERRUPTED  # what was asked last is answered
    last_text = _last_text(lines) if listens and not left and not stands_at_tool else None
    if last_text is not None:
        left, over = [Unsaid(*last_text)], over[:-1]
    number = sum(1 for line in lines if line["event"]["event"] in TURNS)
    return LeftOver(number, tuple(over), tuple(left), last_text is not None, pending, _record(number, last))


def rest_of(left: Unsaid, clauses: Sequence[str], written: Sequence[str]) -> tuple[str, Say]:
    """What was heard of a text, and what is left to say. `clauses`: as it is spoken; `written`: as it is written."""
    if not 0 < left.clauses < len(clauses):
        return "", left.say
    before, after = clauses[: left.clauses], clauses[left.clauses :]
    rest = " ".join(written[left.clauses :] if len(written) == len(clauses) else after)
    return " ".join(before), replace(left.say, text=rest, spoken=" ".join(after))


def _last_turn(lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The lines since the caller's last turn; what cut the bot off belongs to what it cut off."""
    for at in range(len(lines) - 1, 0, -1):
        if lines[at]["event"]["event"] not in FOLLOWING | {"user_interrupted"}:
            return lines[at:]
    return lines


def _pending(lines: Sequence[Mapping[str, Any]]) -> tuple[Command, ...]:
    """What the engine waits for. An event that came too late, or cut the bot off, leaves that as it was."""
    for line in reversed(lines):
        if wanted := tuple(command for command in _commands(line) if not isinstance(command, Say)):
            return wanted
    return ()


def _texts(lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Place, Say]]:
    for line in lines:
        says = [command for command in _commands(line) if isinstance(command, Say)]
        yield from ((Place(line["seq"], at), say) for at, say in enumerate(says))


def _last_text(lines: Sequence[Mapping[str, Any]]) -> tuple[Place, Say] | None:
    for line in reversed(lines):
        if texts := list(_texts([line])):
            return texts[-1]
    return None


def _commands(line: Mapping[str, Any]) -> list[Command]:
    return [command_from_json(command) for command in line["commands"]]


def _was_heard(place: Place, heard: Heard | None) -> bool:
    return heard is not None and (place < heard.place or place == heard.place and heard.clauses is None)


def _unsaid(place: Place, say: Say, heard: Heard | None) -> Unsaid:
    here = heard is not None and heard.place == place
    return Unsaid(place, say, (heard.clauses or 0) if here and heard is not None else 0)


def _record(number: int, lines: Sequence[Mapping[str, Any]]) -> Turn:
    turn = Turn(number, None)
    sent: dict[str, CallTool] = {}
    for line in lines:
        event = event_from_json(line["event"])
        if isinstance(event, UserSaid):
            turn.user, turn.acts = event.understanding.text, list(event.understanding.acts)
        elif event.event == "user_silent":
            turn.acts = [Act("silence")]
        elif event.event == "key_pressed":
            turn.acts = [Act("dtmf", keys=event.key)]
        elif event.event == "tool_returned" and event.id in sent:
            outcome = {"error": event.error} if event.error is not None else {"result": event.result}
            turn.called.append({"tool": sent[event.id].tool, "with": sent[event.id].arguments} | outcome)
        for command in _commands(line):
            if isinstance(command, Say):
                turn.said.append(command.text)
            elif isinstance(command, CallTool):
                sent[command.id] = command
        turn.trace += line["trace"]
    return turn
