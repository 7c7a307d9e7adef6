"""What happened in a call, from the lines of its event log: pure, and tokens stay tokens."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Line = Mapping[str, Any]


@dataclass
class _Sent:
    """Something outside that was asked, and when."""

    kind: str
    name: str
    asked: Any
    seq: int
    at: str
    here: dict[str, Any]
    """The flow and node that asked."""

    def as_json(self) -> dict[str, Any]:
        """What is told of it."""
        return {"seq": self.seq, **self.here, "kind": self.kind, "name": self.name, "asked": self.asked}


@dataclass
class Story:
    """A call as it is told."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    """`who` is caller, bot, keys, silence, tool, model, person or end; with `seq`, `at` (ISO 8601), `text`, and the
    `flow` and `node` at which the bot was afterwards."""
    path: list[dict[str, Any]] = field(default_factory=list)
    """The nodes in the order in which they were visited: `seq`, `flow`, `node`."""
    slots: dict[str, Any] = field(default_factory=dict)
    """At the end."""
    changes: list[dict[str, Any]] = field(default_factory=list)
    """Each time that a slot or variable got another value: `seq`, `name`, `value`."""
    tools: list[dict[str, Any]] = field(default_factory=list)
    """`seq`, the `flow` and `node` that asked, `kind` (tool, model or documents), `name`, `asked`, `result` or
    `error`, and `ms` from one to the other."""
    why: list[dict[str, Any]] = field(default_factory=list)
    """Every step of the engine, with the number of its event."""

    def as_json(self) -> dict[str, Any]:
        """The object that pages get."""
        return {
            "turns": self.turns, "path": self.path, "slots": self.slots, "changes": self.changes,
            "tools": self.tools, "why": self.why,
        }  # fmt: skip


def story(lines: Iterable[Line]) -> Story:
    """The story of a call. Lines of any version of the log, and with fields that are not known here, are taken."""
    told = Story()
    sent: dict[str, _Sent] = {}
    values: dict[str, Any] = {}
    for line in lines:
        event, seq = _map(line.get("event")), int(line.get("seq") or 0)
        at = str(event.get("now") or "")
        trace = [step for step in _list(line.get("trace")) if isinstance(step, dict)]
        told.why += ({"seq": seq, **step} for step in trace)
        visits = [step for step in trace if step.get("why") == "visit"]
        told.path += ({"seq": seq, "flow": step.get("flow"), "node": step.get("node")} for step in visits)
        here = {name: (trace[-1] if trace else {}).get(name) for name in ("flow", "node")}
        _returned(told, event, sent, seq, at)
        begin = {"seq": seq, "at": at, **here}
        told.turns += ({**begin, **turn} for turn in _of_event(event))
        for command in _list(line.get("commands")):
            told.turns += ({**begin, **turn} for turn in _of_command(_map(command)) if not _is_known(told, turn))
            _note_sent(sent, _map(command), begin)
        for name, value in _changed(values, _map(line.get("changes"))):
            told.changes.append({"seq": seq, "name": name, "value": value})
            if value is None:
                told.slots.pop(name, None)
            else:
                told.slots[name] = value
    told.tools += (one.as_json() for one in sent.values())
    return told


def _of_event(event: Line) -> Iterator[dict[str, Any]]:
    match event.get("event"):
        case "user_said":
            understood = _map(event.get("understanding"))
            yield {"who": "caller", "text": str(understood.get("text") or ""), "acts": _list(understood.get("acts"))}
        case "key_pressed":
            yield {"who": "keys", "text": str(event.get("key") or "")}
        case "user_silent":
            yield {"who": "silence", "text": ""}
        case "user_interrupted":
            yield {"who": "caller", "text": "", "interrupted": str(event.get("heard") or "")}
        case "model_returned" if event.get("text"):
            yield {"who": "model", "text": str(event["text"])}
        case "handed_off":
            yield {"who": "person", "text": str(event.get("outcome") or "")}
        case "call_ended":
            yield {"who": "end", "text": str(event.get("reason") or "")}


def _of_command(command: Line) -> Iterator[dict[str, Any]]:
    match command.get("command"):
        case "say":
            yield {"who": "bot", "text": str(command.get("text") or "")}
        case "call_tool":
            yield {"who": "tool", "text": str(command.get("tool") or "")}
        case "handoff":
            yield {"who": "person", "text": str(_map(command.get("summary")).get("text") or "")}
        case "end_call":
            yield {"who": "end", "text": str(command.get("reason") or "")}


def _is_known(told: Story, turn: dict[str, Any]) -> bool:
    """A caller who hangs up has ended the call already when the bot ends it."""
    return turn["who"] == "end" and bool(told.turns) and told.turns[-1]["who"] == "end"


_ASKS = {"call_tool": ("tool", "tool", "arguments"), "ask_model": ("model", "node", "prompt")}
_ASKS["look_up"] = ("documents", "knowledge", "question")


def _note_sent(sent: dict[str, _Sent], command: Line, begin: dict[str, Any]) -> None:
    if (asks := _ASKS.get(str(command.get("command")))) is not None:
        kind, name, asked = asks
        here = {name: begin[name] for name in ("flow", "node")}
        told = str(command.get(name) or "")
        sent[str(command.get("id"))] = _Sent(kind, told, command.get(asked), begin["seq"], begin["at"], here)


def _returned(told: Story, event: Line, sent: dict[str, _Sent], seq: int, at: str) -> None:
    if event.get("event") not in ("tool_returned", "model_returned"):
        return
    asked = sent.pop(str(event.get("id")), None)
    came = {name: event[name] for name in ("result", "error", "text", "values", "sources", "route") if event.get(name)}
    begun = asked.as_json() if asked is not None else {"seq": seq}
    told.tools.append({**begun, "returned": seq, **came, "ms": _between(asked.at if asked else "", at)})


def _changed(values: dict[str, Any], changes: Line) -> Iterator[tuple[str, Any]]:
    """What slots and variables became; each group stands whole in a line in which some of it is another."""
    for group in ("slots", "variables"):
        if not isinstance(changes.get(group), dict):
            continue
        now: dict[str, Any] = changes[group]
        before = values.get(group, {})
        values[group] = now
        yield from ((name, value) for name, value in now.items() if before.get(name) != value)
        yield from ((name, None) for name in before if name not in now)


def _between(begin: str, end: str) -> int | None:
    """Milliseconds; None where a time cannot be read."""
    try:
        return round((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() * 1000)
    except (ValueError, TypeError):
        return None


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
