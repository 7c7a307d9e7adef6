"""The database from an event loop: in another thread, in one workspace."""

import asyncio
import threading

import pytest

from tools.threads import THREADS, begun_in, in_workspace, there
from voxloom.accounts.isolation import NoWorkspace, current, current_workspace
from voxloom.accounts.workspaces import MAIN, named

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works_elsewhere_and_in_that_workspace_alone() -> None:
    def work(one: int, other: str) -> tuple[object, str, int, str]:
        return current().workspace, threading.current_thread().name, one, other

    async def main() -> None:
        for workspace in range(1, 2 * THREADS + 2):
            where, thread, one, other = await in_workspace(workspace, work, 1, "x")
            assert (where, one, other) == (workspace, 1, "x")
            assert thread != threading.current_thread().name
        with pytest.raises(NoWorkspace):
            current()

    asyncio.run(main())


def test_what_goes_wrong_is_raised_here() -> None:
    def fails() -> None:
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        asyncio.run(in_workspace(1, fails))


def test_its_rows_are_seen() -> None:
    row = int(named(MAIN).pk)
    assert asyncio.run(in_workspace(row, lambda: current_workspace().slug)) == MAIN


def test_it_is_done_whether_anybody_waits_for_it_or_not() -> None:
    row = int(named(MAIN).pk)
    assert begun_in(row, lambda: current_workspace().slug).result(10) == MAIN


def test_a_thread_of_somebody_elses_is_in_the_workspace_for_a_while() -> None:
    row = int(named(MAIN).pk)
    with there(row):
        assert current_workspace().slug == MAIN
    with pytest.raises(NoWorkspace):
        current()
