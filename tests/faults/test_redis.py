"""A Redis that is dead, frozen, slow or empty: it helps, and nobody needs it."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from channels_redis.core import RedisChannelLayer
from django.test import Client
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from flows.catalogue import publish
from tests.faults.breakable_redis import BreakableRedis
from tests.runtime.sessions.stage import BOT
from voxloom.settings.redis import ANSWER_S, channel_layer
from voxloom.shared import backing

SLOW_S = 4.0
LONGER_THAN_ANY_TEST_S = 600.0
DEADLINE_S = 60
BROKEN: dict[str, Callable[[BreakableRedis], None]] = {
    "dead": BreakableRedis.kill,
    "frozen": BreakableRedis.freeze,
    "slow": lambda server: server.slow_down(SLOW_S),
    "empty": BreakableRedis.lose_everything,
}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BreakableRedis]:
    running = BreakableRedis(tmp_path_factory.mktemp("redis"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def harbour(main: None) -> None:
    """A bot that takes calls, published while there is no Redis: nobody learns it here."""
    publish(BOT)


@pytest.fixture
def counts_in_redis(harbour: None, server: BreakableRedis, settings: Settings) -> Iterator[None]:
    forget = getattr(backing, "forget", backing.rates.cache_clear)
    forget()
    settings.REDIS_URL = server.address
    yield
    forget()


def ticket() -> int:
    client = Client(headers={"host": "localhost:8000"})
    return client.post("/rt/tickets", json.dumps({"bot": "harbour"}), content_type="application/json").status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("counts_in_redis")
@pytest.mark.parametrize("how", BROKEN)
def test_tickets_go_on_and_are_counted(server: BreakableRedis, settings: Settings, how: str) -> None:
    settings.LIMITS = type(settings.LIMITS)(tickets_per_minute=5)
    assert ticket() == 201
    if how == "slow":  # what was counted before would be known again once it answers
        server.slow_down(LONGER_THAN_ANY_TEST_S)
    else:
        BROKEN[how](server)
    before = time.monotonic()
    assert [ticket() for _ in range(5)] == [201] * 5
    assert time.monotonic() - before < 5 * ANSWER_S
    assert ticket() == 429


@pytest.mark.parametrize("how", BROKEN)
def test_who_listens_for_hints_outlives_it(server: BreakableRedis, how: str) -> None:
    async def scenario() -> None:
        layer = _layer(server)
        mine = await layer.new_channel()
        await layer.send(mine, {"type": "hint", "number": 1})
        assert (await layer.receive(mine))["number"] == 1
        listens = asyncio.create_task(layer.receive(mine))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(BROKEN[how], server)
        await asyncio.sleep(ANSWER_S + 1)
        assert not listens.done()
        if how in ("dead", "frozen"):
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        while not listens.done():
            try:
                await layer.send(mine, {"type": "hint", "number": 2})
            except (redis.RedisError, OSError):  # it is not back yet
                await asyncio.sleep(0.1)
            await asyncio.wait({listens}, timeout=0.5)
        assert listens.result()["number"] == 2
        await layer.close_pools()

    asyncio.run(asyncio.wait_for(scenario(), DEADLINE_S))


def test_a_line_that_redis_closed_is_opened_again_without_a_word(server: BreakableRedis) -> None:
    async def scenario() -> None:
        layer = _layer(server)
        mine = await layer.new_channel()
        await layer.send(mine, {"type": "hint", "number": 1})
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        await layer.send(mine, {"type": "hint", "number": 2})
        assert (await layer.receive(mine))["number"] == 2
        await layer.close_pools()

    asyncio.run(asyncio.wait_for(scenario(), DEADLINE_S))


def _layer(server: BreakableRedis) -> RedisChannelLayer:
    """As the settings make it."""
    made = channel_layer(server.address)
    return import_string(made["BACKEND"])(**made["CONFIG"])
