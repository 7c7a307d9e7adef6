"""Who failed often is left alone, whoever asks; what is asked decides what a failure is."""

import asyncio

import pytest

from tests.platform.clock import Clock
from tools.resting import Breaker, Resting
from voxloom.shared.breakers import MOST_FAILURES, PAUSE_S, Breakers


class Ill(Exception):
    pass


class Ours(Exception):
    pass


def made() -> tuple[Breaker, Clock]:
    clock = Clock()
    known = Breakers(clock)
    return Breaker("the shop", lambda problem: isinstance(problem, Ill), lambda: known), clock


async def ask(
    breaker: Breaker, problem: BaseException | None = None, *, ok: bool | None = None, answered: bool = False
) -> None:
    async with breaker.asked() as outcome:
        outcome.ok, outcome.answered = ok, answered
        if problem is not None:
            raise problem


async def fail(breaker: Breaker, times: int = MOST_FAILURES) -> None:
    for _ in range(times):
        with pytest.raises(Ill):
            await ask(breaker, Ill())


def test_failures_open_it_and_a_probe_closes_it() -> None:
    async def main() -> None:
        breaker, clock = made()
        await fail(breaker)
        with pytest.raises(Resting, match="the shop failed often"):
            await ask(breaker)
        clock.now_s += PAUSE_S
        await ask(breaker)
        await ask(breaker)

    asyncio.run(main())


def test_an_answer_of_somebody_who_is_ill_counts_as_a_failure() -> None:
    async def main() -> None:
        breaker, _ = made()
        for _ in range(MOST_FAILURES):
            await ask(breaker, ok=False)
        with pytest.raises(Resting):
            await ask(breaker)

    asyncio.run(main())


@pytest.mark.parametrize("problem", [Ours(), asyncio.CancelledError()])
def test_what_is_nobodys_fault_opens_nothing(problem: BaseException) -> None:
    async def main() -> None:
        breaker, _ = made()
        for _ in range(3 * MOST_FAILURES):
            with pytest.raises(type(problem)):
                await ask(breaker, problem)  # type: ignore[arg-type]
        await ask(breaker)

    asyncio.run(main())


def test_silence_is_a_failure_unless_something_was_answered() -> None:
    async def main() -> None:
        breaker, _ = made()
        for _ in range(2 * MOST_FAILURES):
            with pytest.raises(TimeoutError):
                await ask(breaker, TimeoutError(), answered=True)
        for _ in range(MOST_FAILURES):
            with pytest.raises(TimeoutError):
                await ask(breaker, TimeoutError())
        with pytest.raises(Resting):
            await ask(breaker)

    asyncio.run(main())
