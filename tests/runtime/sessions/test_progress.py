"""What the caller hears of a tool that takes long: each step of its progress once."""

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
