"""What operators give, as calls see it: of the database, soon enough, and not from the event loop."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from tests.platform.clock import Clock
from tools.given import LOOK_EVERY_S, Gifts, GivenThere
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace, named
from voxloom.given.keeping import Everything, allow, give

BANK = Everything({"api": "https://bank.example"}, {"key": "k"}, frozenset({"bank.example"}))


class Looked:
    """Looks, and what was looked for."""

    def __init__(self, answer: Callable[[], Everything] = lambda: BANK) -> None:
        self.asked: list[tuple[int, str, str]] = []
        self.answer = answer

    def __call__(self, workspace: int, environment: str) -> Everything:
        self.asked.append((workspace, environment, threading.current_thread().name))
        return self.answer()


def test_it_is_looked_at_in_a_thread_once_in_a_while() -> None:
    async def main() -> None:
        looked, clock = Looked(), Clock()
        gifts = Gifts(looked, clock)
        there = GivenThere(gifts, 7, "production")
        assert await asyncio.gather(there.names(), there.names()) == [{"key": "k", "api": "https://bank.example"}] * 2
        assert (await there.secret("key"), await there.secret("api")) == ("k", None)
        assert await there.may_ask("bank.example")
        assert [(workspace, environment) for workspace, environment, _ in looked.asked] == [(7, "production")]
        assert looked.asked[0][2].startswith("given")
        clock.now_s += LOOK_EVERY_S
        looked.answer = Everything
        assert await there.secret("key") == "k"  # what was known stands in while somebody looks
        await asyncio.sleep(0.05)
        assert await there.secret("key") is None
        assert len(looked.asked) == 2
        gifts.close()
        gifts.close()  # twice is no harm

    asyncio.run(main())


def test_a_database_that_is_away_takes_nothing_from_who_had_it() -> None:
    def away() -> Everything:
        raise OSError("away")

    async def main() -> None:
        looked, clock = Looked(away), Clock()
        gifts = Gifts(looked, clock)
        with pytest.raises(OSError, match="away"):
            await gifts.of(1, "production")
        looked.answer = lambda: BANK
        assert await gifts.of(1, "production") is BANK
        looked.answer = away
        for _ in range(3):
            clock.now_s += LOOK_EVERY_S
            assert await gifts.of(1, "production") is BANK
            await asyncio.sleep(0.02)
        gifts.close()

    asyncio.run(main())


@pytest.mark.django_db(transaction=True)
def test_each_workspace_and_environment_has_its_own() -> None:
    with within(MAIN):
        main_key = named(MAIN).pk
        give("api", "https://bank.example/v1")
        give("api", "https://test.example", environment="test")
        give("key", "k-1", secret=True)
        allow("*.shop.example")
    other = Workspace.objects.create(slug="other", name="Other")

    async def main() -> None:
        gifts = Gifts()
        ours, test = GivenThere(gifts, main_key, "production"), GivenThere(gifts, main_key, "test")
        theirs = GivenThere(gifts, other.pk, "production")
        assert await ours.names() == {"api": "https://bank.example/v1", "key": "k-1"}
        assert await test.names() == {"api": "https://test.example"}
        assert await theirs.names() == {}
        assert (await ours.secret("key"), await test.secret("key"), await theirs.secret("key")) == ("k-1", None, None)
        hosts = ("bank.example", "a.shop.example", "shop.example", "test.example")
        assert [await ours.may_ask(host) for host in hosts] == [True, True, False, False]
        assert not await theirs.may_ask("a.shop.example")
        gifts.close()

    asyncio.run(main())
