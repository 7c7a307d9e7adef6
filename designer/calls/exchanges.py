"""A call turn by turn: what the caller did, what followed, what the bot knew then, and where the time went. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from designer.calls.story import Line, Story
from flows.exchange.canvas.budget import BUDGET_MS

PROMISE_MS = 500
"""From the caller's last sound to the bot's first: what callers are used to from people, and what bots should keep."""

_BEGINS = frozenset({"call_started", "user_said", "user_silent", "user_interrupted", "key_pressed"})
_LEADS_ON = frozenset({"say", "call_tool", "ask_model", "look_up", "handoff", "end_call"})
_ALONE = frozenset({"user_interrupted", "key_pressed"})
"""After these, if nothing followed on them, what comes next belongs to the same turn."""


@dataclass
class Exchange:
    """A turn of the caller with all that followed until the next one."""

    seq: int
    last: int
    at: str
    began_with: str
    """`call_started`, `user_said`, `key_pressed`, `user_silent` or `user_interrupted`."""
    slots: dict[str, Any] = field(default_factory=dict)
    """What the bot knew after it: slots and variables."""
    path: list[dict[str, Any]] = field(default_factory=list)
    tools: list[dict[str, Any]] = field(default_factory=list)
    """What was asked outside in it, in the form of the story."""
    decisions: list[dict[str, Any]] = field(default_factory=list)
    """What was understood (`why` is `understood`, with the act and its confidence), then every step of the engine."""
    times: Mapping[str, Any] | None = None
    """Where its time went; None where that was not kept."""

    def as_json(self) -> dict[str, Any]:
        """The object that pages get."""
        return {
            "seq": self.seq, "last": self.last, "at": self.at, "began_with": self.began_with, "slots": self.slots,
            "path": self.path, "tools": self.tools, "decisions": self.decisions, "times": self.times,
        }  # fmt: skip


def exchanges(lines: Iterable[Line], told: Story, times: Mapping[int, Mapping[str, Any]]) -> list[Exchange]:
    """The turns of a call. `told` is the story of the same lines, `times` what was kept beside them, by `seq`."""
    turns = _begun(lines)
    if not turns:
        return []
    begins = [turn.seq for turn in turns]

    def of(seq: Any) -> Exchange:
        return turns[max(0, bisect_right(begins, int(seq or 0)) - 1)]

    for step in told.path:
        of(step["seq"]).path.append(step)
    for asked in told.tools:
        of(asked["seq"]).tools.append(asked)
    _decide(told, of)
    _fill_in(turns, told)
    for seq, took in times.items():
        of(seq).times = took
    return turns


def length_s(lines: Sequence[Line]) -> float | None:
    """From the first event to the last, in seconds; None where that cannot be read."""
    moments = [str(event["now"]) for line in lines if isinstance(event := line.get("event"), dict) and event.get("now")]
    try:
        first, last = datetime.fromisoformat(moments[0]), datetime.fromisoformat(moments[-1])
        return round((last - first).total_seconds(), 1)
    except (ValueError, IndexError, TypeError):
        return None


def answered(turns: Iterable[Exchange]) -> dict[str, Any]:
    """How fast the bot answered the turns whose time was kept: by its first sound, and where nobody spoke by what the
    server took. `slowest` is the `seq` of that turn; figures are null where there is none."""
    timed = [(turn, turn.times) for turn in turns if turn.times is not None and turn.began_with != "call_started"]
    spoken = [(turn, took) for turn, took in timed if took.get("spoken")]
    counted = [(took["total_ms"], turn.seq) for turn, took in spoken or timed if took.get("total_ms") is not None]
    slowest = max(counted, default=None)
    return {
        "spoken": bool(spoken),
        "count": len(counted),
        "median_ms": round(median(ms for ms, _ in counted), 1) if counted else None,
        "slowest_ms": slowest[0] if slowest else None,
        "slowest": slowest[1] if slowest else None,
        "over": sum(ms > BUDGET_MS for ms, _ in counted),
        "cut_off": sum(took.get("total_ms") is None for _, took in spoken),
        "promise_ms": PROMISE_MS,
        "budget_ms": BUDGET_MS,
    }


def _begun(lines: Iterable[Line]) -> list[Exchange]:
    turns: list[Exchange] = []
    quiet = False  # whether nothing came yet of what began the turn
    for line in lines:
        given = line.get("event")
        event: Mapping[str, Any] = given if isinstance(given, dict) else {}
        kind, seq = str(event.get("event") or ""), int(line.get("seq") or 0)
        goes_on = bool(turns) and quiet and turns[-1].began_with in _ALONE and kind != "user_silent"
        if not turns or (kind in _BEGINS and not goes_on):
            turns.append(Exchange(seq, seq, str(event.get("now") or ""), kind))
            quiet = True
        elif kind in _BEGINS:
            turns[-1].began_with = kind
        turns[-1].last = seq
        quiet = quiet and not _leads_on(line.get("commands"))
    return turns


def _leads_on(commands: Any) -> bool:
    """Whether more came of an event than waiting for the next one."""
    told = commands if isinstance(commands, list) else []
    return any(isinstance(each, dict) and each.get("command") in _LEADS_ON for each in told)


def _decide(told: Story, of: Callable[[Any], Exchange]) -> None:
    """The acts of a sentence before the steps that followed from them."""
    for turn in told.turns:
        for act in turn.get("acts", ()):
            if isinstance(act, dict):
                of(turn["seq"]).decisions.append({"seq": turn["seq"], "why": "understood", **act})
    for step in told.why:
        if step.get("why") != "visit":
            of(step["seq"]).decisions.append(step)


def _fill_in(turns: Sequence[Exchange], told: Story) -> None:
    """What was known at the end of each."""
    known: dict[str, Any] = {}
    changes = iter(told.changes)
    change = next(changes, None)
    for turn in turns:
        while change is not None and change["seq"] <= turn.last:
            if change["value"] is None:
                known.pop(change["name"], None)
            else:
                known[change["name"]] = change["value"]
            change = next(changes, None)
        turn.slots = dict(known)
