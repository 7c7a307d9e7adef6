"""What is said while a tool works: in its order, in time, never the same twice in a row. Times by the loop's clock."""

import asyncio
from collections.abc import Callable

import pytest

from flows.definition.nodes.call import Filler
from flows.driver.fillers import Fillers
from flows.engine.commands import CallTool
from tests.flows.driver.fakes import WritingOutput
from tests.flows.driver.virtual_time import run_virtual

THREE = CallTool("t-1", "look", {}, 60_000, "read", None, "One.", 500, ("Two.", "Three."), 2_500)


def said(
    command: CallTool, took_s: float, prepare: Callable[[WritingOutput], None] = lambda _output: None, times: int = 1
) -> list[tuple[str, float]]:
    """What is said while a tool works for so long, so many times one after the other."""
    output, fillers = WritingOutput(), Fillers()
    output.takes_s = 1.0
    prepare(output)

    async def run() -> None:
        for _ in range(times):
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(asyncio.sleep(took_s))
            await fillers.accompany(task, output, command, loop.time() + command.timeout_ms / 1000)
            await task

    run_virtual(run())
    return [(text, at) for _, text, at in output.lines]


def test_one_after_the_other_and_at_last_two_in_turn() -> None:
    """Each takes a second to say; the silence counts from its end."""
    expected = [("One.", 0.5), ("Two.", 4.0), ("Three.", 7.5), ("Two.", 13.5), ("Three.", 19.5)]
    assert said(THREE, 20) == expected
    assert said(THREE, 4.5) == expected[:2]
    assert said(THREE, 0.4) == []


def test_nobody_hears_a_silence_longer_than_it_says() -> None:
    lines = said(THREE, 12)
    for (_, before), (_, after) in zip(lines[:2], lines[1:3], strict=True):
        assert after - (before + 1.0) <= 2.5


def test_one_alone_is_said_once_and_the_house_is_told_that_it_was_the_last() -> None:
    one = CallTool("t-1", "look", {}, 60_000, "read", None, "One.", 500)
    last: list[bool] = []

    def prepare(output: WritingOutput) -> None:
        inner = output.filler

        async def filler(text: str, wanted: Callable[[], bool], *, last: bool) -> bool:
            told.append(last)
            return await inner(text, wanted, last=last)

        told = last
        output.filler = filler  # type: ignore[method-assign]  # it looks on

    assert said(one, 30, prepare) == [("One.", 0.5)]
    assert last == [True]


def test_the_same_is_not_said_twice_in_a_row_by_two_tools() -> None:
    assert [text for text, _ in said(THREE, 2, times=2)] == ["One.", "Two."]
    one = CallTool("t-1", "look", {}, 60_000, "read", None, "One.", 500)
    assert said(one, 2, times=2) == [("One.", 0.5)]


def test_something_else_in_between_makes_it_new() -> None:
    fillers = Fillers()
    output = WritingOutput()

    async def run() -> None:
        for _ in range(2):
            task = asyncio.create_task(asyncio.sleep(1))
            await fillers.accompany(task, output, THREE, asyncio.get_running_loop().time() + 60)
            fillers.said_something()

    run_virtual(run())
    assert [text for _, text, _ in output.lines] == ["One.", "One."]


def test_a_caller_who_speaks_is_not_spoken_over() -> None:
    def speaks_twice(output: WritingOutput) -> None:
        output.caller_speaks = 2

    assert said(THREE, 2, speaks_twice) == [("One.", pytest.approx(1.1))]


def test_what_the_bot_is_saying_comes_to_its_end_first() -> None:
    def speaks(output: WritingOutput) -> None:
        output.sounds_until_s = 3.0

    assert said(THREE, 4, speaks) == [("One.", 3.5)]


def test_none_is_said_when_there_is_no_time_left() -> None:
    short = CallTool("t-1", "look", {}, 3_000, "read", None, "One.", 500, ("Two.",), 2_500)
    assert said(short, 3) == [("One.", 0.5)]


@pytest.mark.parametrize(
    ("texts", "said_of_them"),
    [
        (("One.", "One."), ["One."]),  # written in two ways, and filled with the same value
        (("One.", "One.", "One."), ["One."]),
        (("One.", "Two.", "Two."), ["One.", "Two.", "One.", "Two."]),
    ],
)
def test_texts_that_become_the_same_count_once(texts: tuple[str, ...], said_of_them: list[str]) -> None:
    first, *more = texts
    command = CallTool("t-1", "look", {}, 60_000, "read", None, first, 500, tuple(more), 2_500)
    assert [text for text, _ in said(command, 19)][:4] == said_of_them
    assert said(command, 0.4) == []


@pytest.mark.parametrize("say", [(), ("A.", "A."), ("A.", "B.", "B.")])
def test_a_filler_says_something_and_not_the_same_again(say: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="filler"):
        Filler(say=say)
