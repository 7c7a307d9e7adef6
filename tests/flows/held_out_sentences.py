"""Drives both starter bots with sentences that share no example's wording, and judges what they made of them."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.ports import ToolOutcome
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.acts import Act, Understanding
from flows.engine.commands import CallTool
from flows.engine.program import Program
from flows.understanding.local import LocalUnderstanding

NOW = "2026-01-06T10:00:00.000+00:00"
"""A Tuesday: on Mondays the restaurant is closed, and refuses tonight."""


class Stubs:
    """The bot's own stubs."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def call(self, command: CallTool) -> ToolOutcome:
        return ToolOutcome(self._bot.tools[command.tool].stub)


@dataclass(frozen=True)
class Judged:
    """One sentence and whether it was understood."""

    entry: dict[str, Any]
    right: bool
    acts: list[dict[str, Any]]


def sentences(path: Path) -> list[dict[str, Any]]:
    """The sentences of a held-out file."""
    return list(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def judge_all(bot: Bot, embedder: Any, path: Path) -> list[Judged]:
    """Every sentence of a file, each in a conversation of its own."""

    async def run() -> list[Judged]:
        understander = await LocalUnderstanding.train(bot, embedder)
        program = Program(bot)
        return [await _judge(program, understander, entry) for entry in sentences(path)]

    return asyncio.run(run())


async def _judge(program: Program, understander: LocalUnderstanding, entry: dict[str, Any]) -> Judged:
    bot = program.bot
    talk = Conversation(program, understander, Stubs(bot), SilentOutput(), FixedClock(NOW))
    await talk.start()
    asked = entry.get("asked")
    if asked is not None:
        await open_question(talk, asked["flow"], asked["slot"])
    turn = await talk.hear(entry["say"])
    acts = [act.as_json() for act in turn.acts]
    wanted = {name: _meant(bot, name, value) for name, value in (entry.get("slots") or {}).items()}
    if asked is not None:
        right = all(_same(talk.state.slots.get(name), value) for name, value in wanted.items())
    elif entry["flow"] in ("null", None):
        right = not any(act.act == "start_flow" for act in turn.acts)
    else:
        right = _opened(talk, turn, entry["flow"]) and _exactly(turn, wanted)
    return Judged(entry, right, acts)


async def open_question(talk: Conversation, flow: str, slot: str) -> None:
    """Open a flow and answer its questions until it asks for a slot."""
    acts: tuple[Act, ...] = (Act("start_flow", flow=flow),)
    for _ in range(10):
        await talk.hear("", Understanding("", acts))
        question = talk.expectation
        assert question.flow == flow, f"{flow} does not ask for {slot}"
        if question.slot == slot:
            return
        value = _some_value(talk.program.bot, question.slot or "")
        acts = (Act("fill", slot=question.slot, value=value),)
    raise AssertionError(f"{flow} does not ask for {slot}")


def _some_value(bot: Bot, slot: str) -> Any:
    definition = bot.slots[slot]
    options = [key for key in getattr(definition, "choices", {}) if definition.problem(key) is None]
    if options:
        return options[-1]
    if definition.type == "time":
        return getattr(definition, "min", None) or "12:00"
    if definition.type == "date":
        return day_named("friday")
    return {
        "integer": 2,
        "number": 2,
        "money": 20,
        "yes_no": True,
        "person": "Ann",
        "digits": "1234",
        "phone": "+12125550187",
        "spelled": "AB1234",
    }[definition.type]


def day_named(name: str) -> str:
    """The date of a day that a held-out file names: the files were written when days were options with names."""
    today = date.fromisoformat(NOW[:10])
    if name in ("today", "tomorrow"):
        return (today + timedelta(days=("today", "tomorrow").index(name))).isoformat()
    ahead = (today + timedelta(days=away) for away in range(1, 8))
    return next(day.isoformat() for day in ahead if day.strftime("%A").lower() == name)


def _meant(bot: Bot, slot: str, wanted: str) -> str:
    return day_named(wanted) if bot.slots[slot].type == "date" else wanted


def _opened(talk: Conversation, turn: Turn, flow: str) -> bool:
    started = [act.flow for act in turn.acts if act.act == "start_flow"]
    if any(act.act == "human" for act in turn.acts):
        started = ["person"]
    return started == [flow]


def _exactly(turn: Turn, wanted: dict[str, Any]) -> bool:
    filled = {act.slot: act.value for act in turn.acts if act.act == "fill"}
    return filled.keys() == wanted.keys() and all(_same(filled[name], value) for name, value in wanted.items())


def _same(got: Any, wanted: str) -> bool:
    """The files are read without types: numbers, codes, names and yes or no as they are written there."""
    if isinstance(got, bool):
        return wanted == ("true" if got else "false")
    if isinstance(got, int | float):
        return float(got) == float(wanted)
    return got is not None and str(got).casefold() == wanted.casefold()
