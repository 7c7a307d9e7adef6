"""What nobody waits for is done, is no trouble, and ends."""

import asyncio

import pytest

from tools.mcp.later import MOST_AT_ONCE, Later
from tools.mcp.problems import Lost

LONG_S = 60.0


def test_it_is_done_behind_the_callers_back_and_its_problems_are_nobodys() -> None:
    done: list[str] = []

    async def word(text: str, problem: Exception | None = None) -> None:
        done.append(text)
        if problem is not None:
            raise problem

    async def main() -> None:
        later = Later()
        assert later.start(word("one", Lost("x")))
        assert later.start(word("two", OSError("x")))
        assert later.start(word("three"))
        assert done == []
        await later.over(LONG_S)

    asyncio.run(main())
    assert done == ["one", "two", "three"]


def test_what_is_not_done_in_its_time_is_broken_off() -> None:
    ended: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("broken off")

    async def main() -> None:
        later = Later()
        later.start(waits())
        await later.over(0)

    asyncio.run(main())
    assert ended == ["broken off"]


def test_a_word_has_a_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.mcp.later.LATER_S", 0)

    async def main() -> None:
        later = Later()
        later.start(_for_ever(asyncio.Event()))
        await later.over(LONG_S)

    asyncio.run(main())


def test_too_many_at_once_are_left_out() -> None:
    async def main() -> None:
        later, go = Later(), asyncio.Event()
        assert all(later.start(_for_ever(go)) for _ in range(MOST_AT_ONCE))
        assert not later.start(_for_ever(go))
        go.set()
        await later.over(LONG_S)
        assert later.start(_for_ever(go))
        await later.over(LONG_S)

    asyncio.run(main())


async def _for_ever(until: asyncio.Event) -> None:
    await until.wait()
