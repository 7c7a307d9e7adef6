"""What the caller hears of a tool that takes long: each step of its progress once."""

import asyncio
from collections.abc import Callable

from flows.engine.commands import CallTool
from runtime.sessions.progress import Told
from tests.flows.driver.fakes import WritingOutput
from tests.flows.driver.virtual_time import run_virtual

THREE = CallTool("tool-1", "report", {}, 60_000, background=True, progress=("A quarter.", "Half.", "Nearly."))


def told(command: CallTool, *percents: float) -> list[str]:
    output = WritingOutput()

    async def run() -> None:
        progress = Told(output)
        for percent in percents:
            progress.progress(command, percent)
            await progress.over()

    run_virtual(run())
    return [text for _, text, _ in output.lines]


def test_each_step_is_told_once() -> None:
    assert told(THREE, 3, 24.9, 25, 30, 55, 60, 76, 99, 100) == ["A quarter.", "Half.", "Nearly."]


def test_only_the_last_step_that_was_reached_is_told() -> None:
    assert told(THREE, 80, 90) == ["Nearly."]
    assert told(THREE, 100) == []


def test_who_has_no_words_for_it_says_nothing() -> None:
    assert told(CallTool("tool-1", "report", {}, 60_000, background=True), 30, 60) == []


def test_what_could_not_be_said_is_told_with_the_next_news() -> None:
    class Busy(WritingOutput):
        """Somebody speaks at first."""

        async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool = True) -> bool:
            offered.append((text, wanted()))
            return len(offered) > 1 and await super().filler(text, wanted, last=last)

    offered: list[tuple[str, bool]] = []
    output = Busy()

    async def run() -> None:
        progress = Told(output)
        for percent in (25, 30, 40):
            progress.progress(THREE, percent)
            await progress.over()

    run_virtual(run())
    assert offered == [("A quarter.", True)] * 2
    assert [text for _, text, _ in output.lines] == ["A quarter."]


def test_a_step_that_is_passed_before_it_is_said_is_not_wanted_any_more() -> None:
    asked: list[tuple[str, bool]] = []

    class Late(WritingOutput):
        """It comes to it only later."""

        async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool = True) -> bool:
            await asyncio.sleep(1)
            asked.append((text, wanted()))
            return wanted()

    async def run() -> None:
        progress = Told(Late())
        progress.progress(THREE, 25)
        await asyncio.sleep(0.5)
        progress.progress(THREE, 50)
        await progress.over()

    run_virtual(run())
    assert asked == [("A quarter.", False), ("Half.", True)]
