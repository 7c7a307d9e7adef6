"""What is fuzzed: bytes to loader, to checks, to engine. Nothing may be raised; what is wrong is told as findings.

The last bytes also choose what happens in the call of a bot that may run, so that one input is a bot and a caller.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, CallTool, LookUp
from flows.engine.events import (
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State, state_from_json, state_to_json
from flows.findings import CODES
from flows.loader.load import load_text

NOW = "2026-01-05T10:00:00.000+00:00"
EVENTS = 12
"""Enough to answer the questions of a small bot, to fail one of them and to change one's mind."""
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -5,
    2.5,
    10**12,
    "",
    "savings",
    "a",
    "2026-01-06",
    "18:30",
    "ünï",
    [],
    {},
)
RESULTS: tuple[Any, ...] = ({}, {"balance": 5}, {"code": "4071", "found": True}, None, 7, "text", [1])


def survives(data: bytes) -> str:
    """Load, check and call a bot; the answer says how far it came: `unread`, `refused` or `ran`.

    Raises whatever the language lets escape: that is what fuzzing looks for.
    """
    loaded = load_text(data)
    for finding in loaded.findings:
        assert finding.code in CODES
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.remedy
        assert finding.as_text().isprintable()
    json.dumps([finding.as_json() for finding in loaded.findings], allow_nan=False)
    if loaded.bot is None or not loaded.runnable:
        return "unread" if loaded.bot is None else "refused"
    _call(loaded.bot, _Choices(data[-4 * EVENTS :]))
    return "ran"


@dataclass
class _Choices:
    """Chooses by bytes; nothing is random."""

    data: bytes
    at: int = 0

    def one(self, among: Any) -> Any:
        """The next choice."""
        if not self.data or not among:
            return among[0] if among else None
        chosen = among[self.data[self.at % len(self.data)] % len(among)]
        self.at += 1
        return chosen


def _call(bot: Bot, choices: _Choices) -> None:
    program = Program(bot)
    sprint = start(program, CallStarted(NOW))
    for _ in range(EVENTS):
        if sprint.state.phase in ("ended", "handed_off"):
            break
        sprint = resume(program, _again(sprint.state), _event(bot, sprint, choices))


def _again(state: State) -> State:
    return state_from_json(json.loads(json.dumps(state_to_json(state))))


def _event(bot: Bot, sprint: Sprint, choices: _Choices) -> Event:
    for command in sprint.commands:
        match command:
            case CallTool():
                error = choices.one((None, None, "timeout", "refused"))
                return ToolReturned(command.id, NOW, None if error else choices.one(RESULTS), error)
            case AskModel() | LookUp():
                error = choices.one((None, None, "timeout", "unknown"))
                return ModelReturned(command.id, NOW, "Well.", {}, (), error)
            case _:
                pass
    kind = choices.one(("said", "said", "said", "silent", "key", "over", "returned"))
    match kind:
        case "silent":
            return UserSilent(NOW)
        case "key":
            return KeyPressed(choices.one("0123456789*#"), NOW)
        case "over":
            return UserInterrupted(choices.one(("", "Hello", "x")), NOW)
        case "returned":
            return HandedOff(choices.one(("returned", "finished", "nobody")), NOW)
        case _:
            return UserSaid(Understanding("words", tuple(_acts(bot, choices))), NOW)


def _acts(bot: Bot, choices: _Choices) -> Iterator[Act]:
    kind = choices.one(
        ("affirm", "deny", "fill", "fill", "start_flow", "correct", "cancel", "help", "out_of_scope", "two")
    )
    slots, flows = sorted(bot.slots), sorted(bot.flows)
    match kind:
        case "fill" | "correct" if slots:
            slot = choices.one(slots)
            value = choices.one((*VALUES, *(getattr(bot.slots[slot], "choices", None) or ())))
            yield Act("fill", slot=slot, value=value) if kind == "fill" else Act("correct", slot=slot, new=value)
        case "start_flow":
            yield Act("start_flow", flow=choices.one(flows))
        case "two":
            yield Act("start_flow", flow=choices.one(flows))
            yield Act("start_flow", flow=choices.one(flows))
        case "affirm" | "deny" | "cancel" | "help":
            yield Act(kind)
        case _:
            yield Act("out_of_scope")
