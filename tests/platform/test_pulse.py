"""Whether a worker is there, in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.runtime.virtual_time import VirtualTimeLoop, run
from voxloom.workers.pulse import PONG_S, QUIET_S, STALL_S, Pulse


class Child:
    """Owes answers, and answers pings after a while, or never."""

    def __init__(self, pong_s: float | None) -> None:
        self.pong_s = pong_s
        self.owes = True
        self.pings = 0
        self.dead_at: float | None = None
        self.loop = asyncio.get_running_loop()
        self.began = self.loop.time()
        self.pulse = Pulse(owes=lambda: self.owes, ping=self._ping, on_dead=self._die)

    def _ping(self) -> None:
        self.pings += 1
        if self.pong_s is not None:
            self.loop.call_later(self.pong_s, self.pulse.heard)

    def _die(self) -> None:
        self.dead_at = self.loop.time() - self.began


def with_child(pong_s: float | None, body: Callable[[Child], Awaitable[None]]) -> Child:
    async def main() -> Child:
        child = Child(pong_s)
        child.pulse.asked()
        await body(child)
        child.pulse.stop()
        return child

    return run(main())


def test_a_child_that_stands_still_is_known_within_two_seconds() -> None:
    async def body(child: Child) -> None:
        await asyncio.sleep(60)

    child = with_child(None, body)
    assert child.dead_at is not None
    assert abs(child.dead_at - QUIET_S - PONG_S) < 0.01
    assert child.dead_at < 2
    assert child.pings == 1


def test_a_child_that_only_works_for_long_lives() -> None:
    async def body(child: Child) -> None:
        await asyncio.sleep(60)

    child = with_child(PONG_S - 0.1, body)
    assert child.dead_at is None
    assert child.pings > 10


def test_what_it_says_by_itself_is_a_sign_too() -> None:
    async def body(child: Child) -> None:
        for _ in range(20):
            await asyncio.sleep(QUIET_S - 0.1)
            child.pulse.heard()

    child = with_child(None, body)
    assert (child.dead_at, child.pings) == (None, 0)


def test_a_child_that_owes_nothing_is_left_in_peace_and_watched_again_with_the_next_request() -> None:
    async def body(child: Child) -> None:
        child.owes = False
        await asyncio.sleep(60)
        assert (child.dead_at, child.pings) == (None, 0)
        child.owes = True
        child.pulse.asked()
        child.pulse.asked()
        await asyncio.sleep(60)

    assert with_child(None, body).pings == 1


def test_the_child_is_not_blamed_when_this_process_stood_still() -> None:
    async def body(child: Child) -> None:
        loop = child.loop
        assert isinstance(loop, VirtualTimeLoop)
        for _ in range(10):
            await asyncio.sleep(QUIET_S - 0.01)
            loop._jumping.now_s += PONG_S + STALL_S  # a library that did not give the loop back
        assert child.dead_at is None
        await asyncio.sleep(60)
        assert child.dead_at is not None

    with_child(None, body)


@pytest.mark.parametrize(("pong_s", "dies"), [(None, True), (0.01, False)])
def test_a_child_that_owes_nothing_may_be_asked(pong_s: float | None, dies: bool) -> None:
    async def body(child: Child) -> None:
        child.owes = False
        await asyncio.sleep(60)
        child.pulse.check()
        child.pulse.check()
        await asyncio.sleep(60)
        assert child.pings == 1

    assert (with_child(pong_s, body).dead_at is not None) is dies


def test_one_that_was_taken_away_is_no_more_asked() -> None:
    async def body(child: Child) -> None:
        child.pulse.stop()
        await asyncio.sleep(60)

    assert with_child(None, body).pings == 0
