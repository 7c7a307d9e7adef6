"""Waiting for a worker: as long as it is worth it."""

import asyncio
from collections.abc import Callable

import pytest

from flows.preparing import LEARN
from runtime.preparing.waiting import DONE_S, TAKEN_S, until_over
from tests.runtime.virtual_time import run


def waited(state: Callable[[float], str | None]) -> float:
    """For how long, where `state` says what is known after so many seconds."""

    async def body() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def look(_name: str, _hash: str) -> str | None:
            return state(loop.time() - began)

        await until_over(LEARN, "hash", look)
        return loop.time() - began

    return run(body())


@pytest.mark.parametrize("state", [None, "done", "failed"])
def test_nobody_waits_for_what_is_over_or_was_never_begun(state: str | None) -> None:
    assert waited(lambda _at: state) == 0


def test_a_job_that_no_worker_takes_is_done_here() -> None:
    assert waited(lambda _at: "waiting") == pytest.approx(TAKEN_S, abs=1.1)


def test_a_job_that_runs_is_waited_for_but_not_for_ever() -> None:
    assert waited(lambda at: "waiting" if at < 5 else "running" if at < 60 else "done") == pytest.approx(60, abs=1.1)
    assert waited(lambda at: "waiting" if at < 5 else "running") == pytest.approx(5 + DONE_S[LEARN], abs=2.1)
