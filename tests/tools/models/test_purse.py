"""What bots may spend: asked before, counted after, over all processes, and never more than is there at once."""

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.clock import Clock
from tools.models.purse import LOOK_EVERY_S, NothingLeft, Payment, Purse

DAY = date(2026, 11, 29)


class Sums:
    """A book in memory, which may be away."""

    def __init__(self, bound: int = 1_000) -> None:
        self.bounds = defaultdict(lambda: bound)
        self.sums: dict[tuple[str, date], int] = defaultdict(int)
        self.problem: Exception | None = None
        self.held = threading.Event()
        self.held.set()
        self.looks = 0
        self.closed = False

    def bound(self, bot: str) -> int:
        self._away()
        self.looks += 1
        return self.bounds[bot]

    def spent(self, bot: str, day: date) -> int:
        self._away()
        return self.sums[bot, day]

    def add(self, bot: str, day: date, micros: int) -> None:
        self._away()
        self.sums[bot, day] += micros

    def close(self) -> None:
        self.closed = True

    def _away(self) -> None:
        self.held.wait(10)
        if self.problem is not None:
            raise self.problem


class Own:
    """A purse whose time stands still."""

    def __init__(self, book: Sums) -> None:
        self.clock, self.day = Clock(), DAY
        self.purse = Purse(book, self.clock, lambda: self.day)

    async def settled(self) -> None:
        """What its thread was given is done."""
        await asyncio.get_running_loop().run_in_executor(self.purse._thread, lambda: None)


def with_purse(book: Sums, body: Callable[[Own], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        own = Own(book)
        try:
            await body(own)
        finally:
            own.purse.close()
            own.purse._thread.shutdown(wait=True)
            assert book.closed

    asyncio.run(main())


def test_what_is_set_aside_is_not_there_for_others_and_what_was_not_needed_is() -> None:
    book = Sums()

    async def body(own: Own) -> None:
        first = await own.purse.set_aside("small", 600)
        with pytest.raises(NothingLeft, match="small may spend no more on models today"):
            await own.purse.set_aside("small", 401)
        await own.purse.set_aside("another", 1_000)
        first.settle(100)
        first.settle(100)
        second = await own.purse.set_aside("small", 900)
        second.settle(900)
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 1)
        await own.settled()

    with_purse(book, body)
    assert dict(book.sums) == {("small", DAY): 1_000, ("another", DAY): 0}


def test_other_processes_and_other_days_count_as_they_should() -> None:
    book = Sums()

    async def body(own: Own) -> None:
        (await own.purse.set_aside("small", 100)).settle(100)
        await own.settled()
        book.add("small", DAY, 850)  # another process
        own.clock.now_s += LOOK_EVERY_S
        (await own.purse.set_aside("small", 100)).settle(0)  # nobody waits: this look comes after the question
        await own.settled()
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 100)
        own.day += timedelta(days=1)
        await own.purse.set_aside("small", 1_000)

    with_purse(book, body)


def test_a_bound_that_is_changed_holds_soon() -> None:
    book = Sums(bound=10)

    async def body(own: Own) -> None:
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 20)
        book.bounds["small"] = 100
        own.clock.now_s += LOOK_EVERY_S
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 20)
        await own.settled()
        await own.purse.set_aside("small", 20)

    with_purse(book, body)


def test_the_database_is_looked_at_now_and_then_only() -> None:
    book = Sums(bound=10_000)

    async def body(own: Own) -> None:
        for _ in range(100):
            (await own.purse.set_aside("small", 1)).settle(1)
        await own.settled()
        assert book.looks == 1

    with_purse(book, body)


def test_a_bot_of_which_nothing_is_known_asks_nobody_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tools.models.purse.FIRST_LOOK_S", 0.05)
    book = Sums()

    async def body(own: Own) -> None:
        book.problem = RuntimeError("it is away")
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 1)
        book.problem = None
        known = await own.purse.set_aside("small", 1)
        book.problem = RuntimeError("it is away")
        known.settle(1)
        await own.settled()
        own.clock.now_s += LOOK_EVERY_S
        (await own.purse.set_aside("small", 999)).settle(998)  # what is known goes on to count
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 2)
        book.problem = None
        book.held.clear()
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("another", 1)  # the database is slow
        book.held.set()
        (await own.purse.set_aside("small", 1)).settle(1)
        await own.settled()

    with_purse(book, body)
    assert book.sums["small", DAY] == 1_000  # what could not be written was written later
    assert "cannot be written" in caplog.text


def test_after_the_end_nobody_asks_and_what_is_late_does_no_harm() -> None:
    book = Sums()

    async def body(own: Own) -> None:
        late = await own.purse.set_aside("small", 10)
        own.purse.close()
        own.purse.close()
        late.settle(10)
        with pytest.raises(NothingLeft):
            await own.purse.set_aside("small", 10)

    with_purse(book, body)


@given(costs=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=30))
def test_no_order_of_questions_and_answers_spends_more_than_there_is(costs: list[tuple[int, int]]) -> None:
    """Each is answered when the next three have been asked; an answer costs no more than was set aside."""
    book = Sums()

    async def body(own: Own) -> None:
        waiting: list[tuple[Payment, int]] = []
        for most, cost in costs:
            with contextlib.suppress(NothingLeft):
                waiting.append((await own.purse.set_aside("small", most), min(most, cost)))
            if len(waiting) > 3:
                payment, cost = waiting.pop(0)
                payment.settle(cost)
        for payment, cost in waiting:
            payment.settle(cost)
        await own.settled()
        assert book.sums["small", DAY] <= 1_000

    with_purse(book, body)
