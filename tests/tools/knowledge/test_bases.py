"""Indexes are made off the loop, once a version, and the one before answers until the next is there."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError

from tests.tools.knowledge.hashed import HashedEmbedder, document
from tests.tools.knowledge.test_bound import Rows
from tools.knowledge import bases as module
from tools.knowledge.bases import BORNE_S, LOOK_EVERY_S, OLDEST_S, Bases


class Clock:
    """Seconds, as the test wants them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Counted(Rows):
    """Notes what it is asked; loading waits where the test holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.held = asyncio.Event()
        self.held.set()

    async def in_workspace(self, workspace: int, work: Callable[..., Any], *given: Any) -> Any:
        self.asked.append(work.__name__)
        if work.__name__ == "loaded":
            await self.held.wait()
        return await super().in_workspace(workspace, work, *given)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_an_index_is_made_once_and_documents_are_looked_at_now_and_then() -> None:
    async def run() -> None:
        rows, clock = Counted(), Clock()
        bases = Bases(HashedEmbedder(), clock, in_workspace=rows.in_workspace)
        one, other = await asyncio.gather(bases.index(7, ["policy"]), bases.index(7, ["policy"]))
        assert one is other
        assert rows.asked == ["standings", "loaded"]
        clock.now += LOOK_EVERY_S
        assert await bases.index(7, ["policy"]) is one  # what is known stands in while somebody looks
        await settled()
        assert rows.asked == ["standings", "loaded", "standings"]
        await bases.aclose()

    asyncio.run(run())


def test_the_one_before_answers_until_the_new_one_is_there() -> None:
    async def run() -> None:
        rows, clock = Counted(), Clock()
        bases = Bases(HashedEmbedder(), clock, in_workspace=rows.in_workspace)
        old = await bases.index(7, ["policy"])
        rows.standings["policy"] = replace(rows.standings["policy"], version=9)
        rows.documents[9] = document("# Returns\n\nYou have 90 days.\n")
        rows.held.clear()
        clock.now += LOOK_EVERY_S
        await bases.index(7, ["policy"])
        await settled()
        assert await bases.index(7, ["policy"]) is old
        rows.held.set()
        made = await asyncio.gather(*bases._making.values())
        new = await bases.index(7, ["policy"])
        assert new is made[0]
        assert new is not old
        assert len(bases._indexes) == 1
        await bases.aclose()

    asyncio.run(run())


def test_no_document_with_an_index_is_no_index() -> None:
    async def run() -> None:
        rows = Rows()
        rows.standings["policy"] = replace(rows.standings["policy"], version=None)
        bases = Bases(HashedEmbedder(), in_workspace=rows.in_workspace)
        assert await bases.index(7, ["policy", "nowhere"]) is None
        rows.documents.clear()  # taken away between the look and the load
        assert await bases.index(7, ["fees"]) is None
        await bases.aclose()

    asyncio.run(run())


def test_a_database_that_is_away_is_told_the_first_time_and_borne_later() -> None:
    async def run() -> None:
        rows, clock = Rows(), Clock()
        bases = Bases(HashedEmbedder(), clock, in_workspace=rows.in_workspace)
        rows.away = True
        with pytest.raises(OperationalError):
            await bases.standings(7)
        rows.away = False
        known = await bases.standings(7)
        rows.away = True
        clock.now += 10 * LOOK_EVERY_S
        assert await bases.standings(7) is known
        await settled()
        assert await bases.standings(7) is known
        await settled()
        await bases.aclose()

    asyncio.run(run())


def test_what_nobody_has_asked_for_long_is_looked_at_before_it_is_answered_from() -> None:
    async def run() -> None:
        rows, clock = Rows(), Clock()
        bases = Bases(HashedEmbedder(), clock, in_workspace=rows.in_workspace)
        await bases.standings(7)
        del rows.standings["policy"]  # taken away meanwhile
        clock.now += OLDEST_S - 1
        assert "policy" in await bases.standings(7)
        await settled()
        assert "policy" not in await bases.standings(7)
        rows.standings["policy"] = replace(rows.standings["fees"], name="policy")
        clock.now += OLDEST_S
        assert "policy" in await bases.standings(7)
        await bases.aclose()

    asyncio.run(run())


def test_a_database_that_is_away_for_long_is_told() -> None:
    async def run() -> None:
        rows, clock = Rows(), Clock()
        bases = Bases(HashedEmbedder(), clock, in_workspace=rows.in_workspace)
        known = await bases.standings(7)
        rows.away = True
        clock.now += BORNE_S - 1
        assert await bases.standings(7) is known
        clock.now += 1
        with pytest.raises(OperationalError):
            await bases.standings(7)
        await bases.aclose()

    asyncio.run(run())


def test_the_index_that_was_not_asked_for_the_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_INDEXES", 2)

    async def run() -> None:
        rows = Rows()
        rows.standings["third"] = replace(rows.standings["fees"], name="third", version=3)
        rows.documents[3] = document("# Third\n\nText.\n", "third")
        bases = Bases(HashedEmbedder(), in_workspace=rows.in_workspace)
        for name in ("policy", "fees", "policy", "third"):
            await bases.index(7, [name])
            await settled()
        assert [names[0][0] for (_, names) in bases._indexes] == ["policy", "third"]
        await bases.aclose()
        await bases.aclose()

    asyncio.run(run())


def test_large_bases_make_room_by_their_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PASSAGES", 3)

    async def run() -> None:
        bases = Bases(HashedEmbedder(), in_workspace=Rows().in_workspace)
        for name in ("fees", "policy"):
            await bases.index(7, [name])
            await settled()
        assert [names[0][0] for (_, names) in bases._indexes] == ["policy"]  # three passages, which is all that fits
        await bases.aclose()

    asyncio.run(run())
