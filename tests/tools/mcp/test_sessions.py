"""Sessions that are kept: who shares one, and when one goes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.tools.mcp.lines import DEADLINES, ScriptedLine
from tools.mcp.later import Later
from tools.mcp.problems import Lost, NotReached
from tools.mcp.programs import MOST_AT_ONCE
from tools.mcp.session import Session
from tools.mcp.sessions import MOST_KEPT, Sessions, Where

MAIN, OTHER = Where("main", "https://crm.example/key"), Where("other", "https://crm.example/key")


class Lines:
    """Those that were made, in their order."""

    def __init__(self, **plays: list[Any]) -> None:
        self.made: list[ScriptedLine] = []
        self._plays = plays

    async def session(self, where: Where) -> Session:
        self.made.append(ScriptedLine(**self._plays))
        return Session(self.made[-1])


def keeping(body: Callable[[Sessions], Awaitable[None]], **plays: list[Any]) -> list[ScriptedLine]:
    """The lines that were made for that; at the end all are closed, and nothing is under way."""
    lines = Lines(**plays)

    async def main() -> None:
        sessions = Sessions(lines.session, Later())
        try:
            await body(sessions)
        finally:
            await sessions.aclose()
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    assert all(line.over for line in lines.made)
    return lines.made


def test_who_asks_alike_shares_one_handshake() -> None:
    async def body(sessions: Sessions) -> None:
        first, second, other = await asyncio.gather(*(sessions.of(where, DEADLINES) for where in (MAIN, MAIN, OTHER)))
        assert first is second is await sessions.of(MAIN, DEADLINES)
        assert other is not first
        sessions.rests(MAIN, first)

    assert [line.methods for line in keeping(body)] == [["initialize"]] * 2


def test_one_that_is_over_is_begun_again() -> None:
    async def body(sessions: Sessions) -> None:
        first = await sessions.of(MAIN, DEADLINES)
        await first.aclose()
        assert first.over
        assert await sessions.of(MAIN, DEADLINES) is not first

    assert [line.methods for line in keeping(body)] == [["initialize"]] * 2


def test_a_handshake_that_fails_is_not_kept_and_nothing_of_a_call_was_sent() -> None:
    async def body(sessions: Sessions) -> None:
        for _ in range(2):
            with pytest.raises(NotReached):
                await sessions.of(MAIN, DEADLINES)

    assert len(keeping(body, initialize=[Lost("x")])) == 2


def test_a_program_that_nobody_uses_makes_room_for_another_and_is_over_before_it_is_started() -> None:
    wheres = [Where(f"workspace {at}", program="notes") for at in range(MOST_AT_ONCE)]
    over: list[int] = []

    async def body(sessions: Sessions) -> None:
        known = [await sessions.of(where, DEADLINES) for where in wheres]
        await sessions.of(MAIN, DEADLINES)
        assert not any(session.over for session in known), "a server that is reached over a line is no program"
        known[0].calls = 1
        await sessions.of(Where("another", program="notes"), DEADLINES)
        over.extend(at for at, session in enumerate(known) if session.over)

    keeping(body)
    assert over == [1]


def test_one_that_nobody_uses_makes_room() -> None:
    wheres = [Where(f"workspace {at}") for at in range(MOST_KEPT)]

    async def body(sessions: Sessions) -> None:
        known = [await sessions.of(where, DEADLINES) for where in wheres]
        known[0].calls = 1
        await sessions.of(wheres[1], DEADLINES)
        await sessions.of(MAIN, DEADLINES)
        for at in (0, 1, 3):
            assert await sessions.of(wheres[at], DEADLINES) is known[at]
        assert await sessions.of(wheres[2], DEADLINES) is not known[2]

    assert len(keeping(body)) == MOST_KEPT + 2


def test_where_somebody_is_asked_is_shown_to_nobody() -> None:
    assert "key" not in f"{MAIN!r} {MAIN}"
