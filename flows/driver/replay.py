"""Runs a recorded conversation again: its events through the engine, and the first place where anything differs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flows.driver.event_log import LOG_VERSION, state_hash
from flows.engine.commands import command_to_json
from flows.engine.events import CallStarted, event_from_json
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import State


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
    recorded: Any
    replayed: Any

    def as_text(self) -> str:
        """One line for a person."""
        return f"event {self.seq}: {self.what}: recorded {_short(self.recorded)}, now {_short(self.replayed)}"


def read_log(lines: Iterable[str]) -> Recorded:
    """Read an event log. Raises BadLog."""
    read = [_line(number, text) for number, text in enumerate(lines, start=1) if text.strip()]
    if not read or "log" not in read[0]:
        raise BadLog("line 1: there is no header, so this is no event log")
    header, *events = read
    if header["log"] != LOG_VERSION:
        raise BadLog(f"line 1: version {header['log']} of the log is not known here; this is version {LOG_VERSION}")
    for at, line in enumerate(events, start=1):
        if line.get("seq") != at or not isinstance(line.get("event"), dict):
            raise BadLog(f"line {at + 1}: event {at} is missing or out of order")
    return Recorded(header, tuple(events))


def replay(program: Program, recorded: Recorded) -> Difference | None:
    """The first difference, or None when every command and every state is the same. Raises BadLog."""
    state = State(program.bot.bot)
    for line in recorded.lines:
        try:
            event = event_from_json(line["event"])
        except ValueError:
            raise BadLog(f"line {line['seq'] + 1}: the event cannot be read") from None
        if isinstance(event, CallStarted) and line["seq"] == 1:
            sprint = start(program, event)
        else:  # a start that comes later is ignored by the engine
            sprint = resume(program, state, event)
        state = sprint.state
        commands = json.loads(json.dumps([command_to_json(command) for command in sprint.commands]))
        if (found := _first_command(line["seq"], line.get("commands", []), commands)) is not None:
            return found
        if line.get("state") != state_hash(sprint):
            return Difference(line["seq"], "state", line.get("state"), state_hash(sprint))
    return None


def _first_command(seq: int, recorded: list[Any], replayed: list[Any]) -> Difference | None:
    for at in range(max(len(recorded), len(replayed))):
        before = recorded[at] if at < len(recorded) else None
        now = replayed[at] if at < len(replayed) else None
        if before != now:
            return Difference(seq, f"command {at + 1}", before, now)
    return None


def _line(number: int, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadLog(f"line {number}: this is no JSON") from None
    if not isinstance(data, dict):
        raise BadLog(f"line {number}: this is no JSON object")
    return data


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:197] + "..."
