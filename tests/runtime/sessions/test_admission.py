"""How many calls a bot and a workspace may have: counted before a call begins, given back when there is none."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from flows.allowances import Allowance
from runtime.sessions.admission import RENEW_EVERY_S, SEAT_S, Admission, Seat, TooManyOfBot, TooManyOfWorkspace
from voxloom.shared.backing import CountsSeats
from voxloom.shared.seats import Seats

TWO = Allowance(bot_calls=2, workspace_calls=3, spend_micros=0)


class Own(Seats):
    """Seats whose time is that of the loop that a test runs."""

    def __init__(self) -> None:
        super().__init__(lambda: self.now_s)
        self.now_s = 0.0


def admission(seats: CountsSeats) -> Admission:
    return Admission(lambda: seats, lambda _slug: TWO)


async def let_in(where: Admission, slug: str = "small", workspace: int = 1, *, goes_on: bool = False) -> Seat:
    async with where.admitted(slug, workspace, goes_on=goes_on) as seat:
        seat.taken = True
    return seat


def with_one(body: Callable[[Admission, Own], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        seats = Own()
        where = admission(seats)
        await body(where, seats)
        await where.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_bot_and_a_workspace_have_so_many_on_all_processes() -> None:
    async def body(where: Admission, seats: Own) -> None:
        other = admission(seats)  # another process
        first = await let_in(where)
        await let_in(other)
        with pytest.raises(TooManyOfBot):
            await let_in(where)
        await let_in(where, "another")
        with pytest.raises(TooManyOfWorkspace):
            await let_in(other, "another")
        await let_in(other, "another", workspace=2)
        where.give_back(first)
        where.give_back(first)
        await let_in(where)
        await other.aclose()

    with_one(body)


def test_a_call_that_did_not_begin_takes_no_seat() -> None:
    async def body(where: Admission, seats: Own) -> None:
        with pytest.raises(RuntimeError):
            async with where.admitted("small", 1):
                raise RuntimeError("no line was free")
        async with where.admitted("small", 1):
            pass
        for _ in range(2):
            await let_in(where)

    with_one(body)


def test_who_was_let_in_before_is_let_in_again_and_counts() -> None:
    async def body(where: Admission, seats: Own) -> None:
        for _ in range(3):
            await let_in(where, goes_on=True)
        assert seats.count("bot:small") == 3
        with pytest.raises(TooManyOfBot):
            await let_in(where)

    with_one(body)


def test_when_the_process_stops_everything_is_given_back() -> None:
    async def main() -> None:
        seats = Own()
        where = admission(seats)
        seat = await let_in(where)
        await let_in(where)
        await where.aclose()
        where.give_back(seat)  # its call ends a moment later
        where._thread.shutdown(wait=True)  # what was to be given back is
        assert seats.count("bot:small") == 0

    asyncio.run(main())


def test_seats_are_renewed_while_calls_go_on_and_end_with_a_process_that_dies() -> None:
    async def body(where: Admission, seats: Own) -> None:
        where.start()
        await let_in(where)
        assert "seats" in {task.get_name() for task in asyncio.all_tasks()}  # it does what follows, again and again
        for _ in range(20):
            seats.now_s += RENEW_EVERY_S
            await where.renew()
            assert seats.count("bot:small") == 1
        seats.now_s += SEAT_S
        assert seats.count("bot:small") == 0

    with_one(body)
