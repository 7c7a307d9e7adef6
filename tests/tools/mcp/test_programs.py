"""Which programs are allowed, and how often and how many at once are started."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from tests.platform.clock import Clock
from tools.mcp.problems import NotReached
from tools.mcp.programs import MOST_AT_ONCE, MOST_STARTS, WITHIN_S, NotAllowed, Programs

ALLOWED = {"notes": ["notes-server", "--stdio"], "other": ["other-server"]}


class Running:
    """One that was started."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.over = False


@pytest.fixture(autouse=True)
def _starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def started(name: str, command: Sequence[str]) -> Running:
        return Running(command)

    monkeypatch.setattr("tools.mcp.programs.started", started)


def start(programs: Programs, name: str = "notes", whose: str = "main") -> Any:
    return asyncio.run(programs.start(name, whose))


def test_a_program_is_started_where_it_is_allowed() -> None:
    programs = Programs(lambda: ALLOWED)
    assert programs.any
    assert not Programs(lambda: {}).any
    assert start(programs).command == programs.check("notes") == ["notes-server", "--stdio"]
    with pytest.raises(NotAllowed):
        start(programs, "rm")


def test_one_that_ends_again_and_again_is_left_alone_for_a_moment() -> None:
    clock = Clock()
    programs = Programs(lambda: ALLOWED, clock)
    for _ in range(MOST_STARTS):
        start(programs)
    with pytest.raises(NotReached, match="again and again"):
        start(programs)
    start(programs, "other")
    start(programs, whose="another workspace")
    clock.now_s += WITHIN_S
    start(programs)


def test_so_many_run_at_once() -> None:
    programs = Programs(lambda: ALLOWED)
    running = [start(programs, whose=f"workspace {at}") for at in range(MOST_AT_ONCE)]
    with pytest.raises(NotReached, match="at once"):
        start(programs)
    running[0].over = True
    start(programs)
