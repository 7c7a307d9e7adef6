"""Events of a conversation lead a new one to where it stood."""

import asyncio
from pathlib import Path
from typing import Any

from flows.driver.taking_up import taken_up
from flows.engine.events import CallStarted, Event, KeyPressed, ToolReturned, UserSilent
from flows.engine.program import Program
from flows.engine.state import Sprint, State
from flows.loader.load import load_text

BANK = Path(__file__).resolve().parents[3] / "templates/bots/riverbank.yaml"
NOW = "2026-03-01T10:00:00+00:00"


def program() -> Program:
    loaded = load_text(BANK.read_text("utf-8"))
    assert loaded.bot is not None
    return Program(loaded.bot)


def sprints(bot: Program, events: list[Event]) -> list[tuple[Event, Sprint]]:
    async def work() -> list[tuple[Event, Sprint]]:
        return [each async for each in taken_up(bot, State(bot.bot.bot), events)]

    return asyncio.run(work())


def test_each_event_follows_on_the_one_before_it() -> None:
    bot = program()
    events: list[Event] = [CallStarted(NOW, call="a"), UserSilent(NOW), CallStarted(NOW, call="b")]
    told = sprints(bot, events)
    assert [event for event, _ in told] == events
    assert [command.command for command in told[0][1].commands] == ["say", "listen"]
    assert told[2][1].state.call == "a"  # a call that began is begun once
    assert told[2][1].trace[0]["why"] == "ignored"


def test_events_that_fit_no_state_change_nothing() -> None:
    bot = program()
    odd: list[Event] = [CallStarted(NOW), ToolReturned("tool-9", NOW, result=1), KeyPressed("1", NOW)]
    told: list[Any] = [sprint for _, sprint in sprints(bot, odd)]
    assert [step["why"] for step in (*told[1].trace, *told[2].trace)] == ["ignored", "key_without_question"]
    assert told[2].state == told[0].state
