"""What is held back is done in its order, with what comes while it is done."""

import asyncio
from typing import Any

import pytest

from flows.driver.gate import Gate
from flows.engine.acts import Understanding
from flows.engine.events import UserSaid
from flows.engine.state import Sprint, State
from tests.flows.small_bots import NOW


class Lines:
    """A log that keeps the words of what it is told."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def add(self, event: Any, sprint: Sprint) -> None:
        self.words.append(event.understanding.text)


def _event(text: str) -> UserSaid:
    return UserSaid(Understanding(text), NOW)


def test_what_is_added_while_it_is_done_comes_after_it() -> None:
    async def run() -> None:
        gate, done = Gate(), list[str]()

        async def act(name: str) -> None:
            await asyncio.sleep(0)
            done.append(name)
            if name == "one":
                gate.hold(lambda: act("three"))

        gate.hold(lambda: act("one"))
        gate.hold(lambda: act("two"))
        assert not gate.passed.is_set()
        await gate.let_through()
        assert done == ["one", "two", "three"]
        assert gate.passed.is_set()

    asyncio.run(run())


def test_lines_are_written_among_the_acts_or_at_last_and_once() -> None:
    async def run() -> None:
        gate, log, seen = Gate(), Lines(), list[list[str]]()

        async def act() -> None:
            seen.append(list(log.words))
            raise OSError("the line is dead")

        gate.hold_line(log, _event("first"), Sprint(State("small")))
        gate.hold(act)
        gate.hold_line(log, _event("second"), Sprint(State("small")))
        with pytest.raises(OSError, match="dead"):
            await gate.let_through()
        assert seen == [["first"]]
        gate.write_lines()
        await gate.let_through()
        assert log.words == ["first", "second"]

    asyncio.run(run())


def test_an_open_gate_holds_nothing_back() -> None:
    assert Gate.open().passed.is_set()
