"""Runs a recorded conversation again: its events through the engine, and the first place where anything differs."""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Protocol

from pydantic import Discriminator, TypeAdapter

from flows.driver.event_log import LOG_VERSION, READABLE_VERSIONS, hash_of, plain, plain_state, told
from flows.engine.commands import Command
from flows.engine.events import CallStarted, Event, event_from_json
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State, state_from_json

log = logging.getLogger(__name__)

MAX_SHOWN_CHARACTERS = 200
"""Of a value in a difference: it stands in one line of a terminal."""
NOTHING = object()
"""Stands where one side has no value at all, which null is not."""


class BadLog(ValueError):
    """The lines are no event log; the message is one line and names the line."""


@dataclass(frozen=True)
class Recorded:
    """An event log as it was read."""

    header: dict[str, Any]
    lines: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Difference:
    """The first event after which the replay is not what was recorded."""

    seq: int
    what: str
    """`command 2`, `state slots.amount`, `trace 3`, or `event` when the engine cannot take it."""
    recorded: Any
    replayed: Any

    def as_text(self) -> str:
        """One line for a person."""
        return f"event {self.seq}: {self.what}: recorded {_short(self.recorded)}, now {_short(self.replayed)}"


def read_log(lines: Iterable[str]) -> Recorded:
    """Read an event log. Raises BadLog."""
    read: list[dict[str, Any]] = []
    for number, text in enumerate(lines, start=1):
        if text.strip():
            read.append(_line(number, text))
        if len(read) == 1:
            _check_header(read[0])  # before the rest is read: it may be any large file
    if not read:
        raise BadLog("line 1: there is no header, so this is no event log")
    header, *events = read
    for at, line in enumerate(events, start=1):
        if line.get("seq") != at or not isinstance(line.get("event"), dict):
            raise BadLog(f"line {at + 1}: event {at} is missing or out of order")
    return Recorded(header, tuple(events))


def _check_header(header: dict[str, Any]) -> None:
    if "log" not in header:
        raise BadLog("line 1: there is no header, so this is no event log")
    if header["log"] not in READABLE_VERSIONS:
        version = _short(header["log"])
        raise BadLog(f"line 1: version {version} of the log is not known here; this is version {LOG_VERSION}")


class Reading(Protocol):
    """How events, and what came of them, stand in a log."""

    def event(self, written: Any) -> Any:
        """The event that a line tells of, as the engine is to get it."""

    def made(self, event: Event, sprint: Sprint) -> tuple[list[Any], dict[str, Any], list[Any]]:
        """Commands, state and trace as they would stand in the log."""


class AsItIs:
    """Of a log that holds everything in the open."""

    def event(self, written: Any) -> Any:
        """The same."""
        return written

    def made(self, _event: Event, sprint: Sprint) -> tuple[list[Any], dict[str, Any], list[Any]]:
        """As plain JSON."""
        return told(sprint)


def replay(program: Program, recorded: Recorded, reading: Reading | None = None) -> Difference | None:
    """The first difference, or None when every command, state and step is the same. Raises BadLog."""
    reading = reading or AsItIs()
    state = State(program.bot.bot)
    known: dict[str, Any] = {}
    for line in recorded.lines:
        try:
            event = event_from_json(reading.event(line["event"]))
        except (ValueError, RecursionError):
            raise BadLog(f"line {line['seq'] + 1}: the event cannot be read") from None
        known.update(line["changes"] if isinstance(line.get("changes"), dict) else {})
        try:
            sprint = _take(program, state, event, first=line["seq"] == 1)
            found = next(_differences(line, known, *reading.made(event, sprint)), None)
            state = state_from_json(plain_state(sprint.state))
        except Exception as problem:  # a log from elsewhere may hold what no caller can do
            log.debug("event %d cannot be taken", line["seq"], exc_info=True)
            return Difference(line["seq"], "event", line["event"], f"{type(problem).__name__}: {problem}")
        if found is not None:
            return found
    return None


def _take(program: Program, state: State, event: Event, *, first: bool) -> Sprint:
    """A start that comes later is ignored by the engine, as it was then."""
    return start(program, event) if isinstance(event, CallStarted) and first else resume(program, state, event)


def _differences(
    line: dict[str, Any], known: dict[str, Any], commands: list[Any], state: dict[str, Any], trace: list[Any]
) -> Iterator[Difference]:
    """What the bot did first, then what it knows, then how it came there."""
    seq = line["seq"]
    yield from _first_entry(seq, "command", _as_now(_commands(), line.get("commands", [])), commands)
    if line.get("state") != hash_of(state):
        # Only the whole states tell where; version 1 of the log has none.
        recorded = _as_now(_states(), known)
        then = _known_then(known, recorded, state)
        for path, before, now in _paths(recorded, then, "") if "changes" in line else ():
            yield Difference(seq, f"state {path}", before, now)
        if "changes" not in line or line.get("state") != hash_of(known):
            yield Difference(seq, "state", line.get("state"), hash_of(state))
    if "trace" in line:
        yield from _first_entry(seq, "trace", line["trace"], trace)


@cache
def _commands() -> TypeAdapter[list[Command]]:
    return TypeAdapter(list[Annotated[Command, Discriminator("command")]])


@cache
def _states() -> TypeAdapter[State]:
    return TypeAdapter(State)


def _as_now(adapter: TypeAdapter[Any], recorded: Any) -> Any:
    """What an older engine wrote, with the fields that were added since; as it is when it is something else."""
    try:
        return plain(adapter.dump_python(adapter.validate_python(recorded), mode="json"))
    except (ValueError, RecursionError):
        return recorded


def _known_then(recorded: Any, filled: Any, now: Any) -> Any:
    """What came now, with the fields that the recording engine did not have yet as they were `filled` in."""
    match recorded, filled, now:
        case dict(), dict(), dict():
            return {
                name: filled[name]
                if name in filled and name not in recorded
                else _known_then(recorded.get(name), filled.get(name), value)
                for name, value in now.items()
            }
        case list(), list(), list():
            count = min(len(recorded), len(filled), len(now))
            return [*(_known_then(recorded[at], filled[at], now[at]) for at in range(count)), *now[count:]]
        case _:
            return now


def _first_entry(seq: int, what: str, recorded: Any, replayed: list[Any]) -> Iterator[Difference]:
    before = recorded if isinstance(recorded, list) else [recorded]
    for at in range(max(len(before), len(replayed))):
        pair = (before[at] if at < len(before) else NOTHING), (replayed[at] if at < len(replayed) else NOTHING)
        if pair[0] != pair[1]:
            yield Difference(seq, f"{what} {at + 1}", *pair)


def _paths(before: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Every place at which two values differ, deepest first known: `stack[0].node`."""
    match before, now:
        case dict(), dict():
            for name in dict.fromkeys((*before, *now)):
                inner = f"{path}.{name}" if path else str(name)
                yield from _paths(before.get(name, NOTHING), now.get(name, NOTHING), inner)
        case list(), list():
            for at in range(max(len(before), len(now))):
                pair = (before[at] if at < len(before) else NOTHING), (now[at] if at < len(now) else NOTHING)
                yield from _paths(*pair, f"{path}[{at}]")
        case _:
            if type(before) is not type(now) or before != now:
                yield path, before, now


def _line(number: int, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadLog(f"line {number}: this is no JSON") from None
    if not isinstance(data, dict):
        raise BadLog(f"line {number}: this is no JSON object")
    return data


def _short(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN_CHARACTERS else text[: MAX_SHOWN_CHARACTERS - 3] + "..."
