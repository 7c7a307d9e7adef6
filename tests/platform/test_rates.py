"""Rates: so many at once, so many in the long run, for each client; both makes alike, and no memory that grows."""

from collections.abc import Callable, Iterator

import pytest
import redis
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from voxloom.shared import backing
from voxloom.shared.backing import CountsClients
from voxloom.shared.rates import Rate, Rates
from voxloom.shared.redis_rates import PREFIX, RedisRates

Make = Callable[[Clock], CountsClients]


@pytest.fixture(params=["one process", "redis"])
def make(request: pytest.FixtureRequest, address: str) -> Iterator[Make]:
    if request.param == "one process":
        yield Rates
        return
    client = redis.Redis.from_url(address)
    client.flushall()
    yield lambda clock: RedisRates(client, clock)
    client.close()


def test_so_many_at_once_and_then_as_they_come_back() -> None:
    clock = Clock()
    rate = Rate(3, 0.5, clock)
    assert [rate.allows() for _ in range(5)] == [True, True, True, False, False]
    assert rate.wait_s() == 2.0
    clock.now_s += 2.0
    assert (rate.wait_s(), rate.allows(), rate.allows()) == (0.0, True, False)
    clock.now_s += 1000.0
    assert rate.rested
    assert [rate.allows() for _ in range(5)] == [True, True, True, False, False]


def test_each_client_has_its_own(make: Make) -> None:
    clock = Clock()
    rates = make(clock)
    assert [rates.allows("a", 2) for _ in range(3)] == [True, True, False]
    assert rates.wait_s("a", 2) == pytest.approx(30.0)
    assert rates.wait_s("b", 2) == 0.0
    assert rates.allows("b", 2)
    clock.now_s += 30.1
    assert rates.allows("a", 2)
    assert not rates.allows("a", 2)


def test_a_client_is_counted_for_each_limit_by_itself(make: Make) -> None:
    rates = make(Clock())
    assert [rates.allows("a", 1) for _ in range(2)] == [True, False]
    assert rates.allows("a", 10)


def test_asking_how_long_counts_nothing(make: Make) -> None:
    rates = make(Clock())
    for _ in range(5):
        assert rates.wait_s("a", 1) == 0.0
    assert rates.allows("a", 1)
    assert not rates.allows("a", 1)


def test_no_more_comes_back_than_there_was(make: Make) -> None:
    clock = Clock()
    rates = make(clock)
    rates.allows("a", 2)
    clock.now_s += 3600
    assert [rates.allows("a", 2) for _ in range(3)] == [True, True, False]


def test_processes_count_together(address: str) -> None:
    clients = [redis.Redis.from_url(address) for _ in range(2)]
    clients[0].flushall()
    one, other = (RedisRates(client) for client in clients)
    assert [rates.allows("a", 3) for rates in (one, other, one, other)] == [True, True, True, False]
    assert 0 < other.wait_s("a", 3) <= 20
    keys = clients[0].keys(f"{PREFIX}*")
    assert len(keys) == 1
    assert 0 < clients[0].pttl(keys[0]) <= 60_000
    for client in clients:
        client.close()


def test_without_redis_each_counts_alone_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    rates = RedisRates(redis.Redis(port=1, socket_connect_timeout=0.2))
    assert [rates.allows("a", 2) for _ in range(3)] == [True, True, False]
    assert rates.wait_s("a", 2) > 0
    assert caplog.text.count("counts alone") == 1


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, address: str) -> None:
    assert isinstance(backing.rates(), Rates)
    backing.forget()
    settings.REDIS_URL = address
    assert isinstance(backing.rates(), RedisRates)


def test_clients_that_have_rested_are_forgotten_first() -> None:
    clock = Clock()
    rates = Rates(clock, max_clients=10)
    for number in range(9):
        rates.allows(f"old {number}", 2)
    clock.now_s += 60.0
    assert [rates.allows("busy", 2) for _ in range(3)] == [True, True, False]
    rates.allows("new", 2)
    assert len(rates) == 2
    assert not rates.allows("busy", 2)


def test_there_are_never_more_clients_than_fit() -> None:
    rates = Rates(Clock(), max_clients=10)
    for number in range(1000):
        assert rates.allows(f"client {number}", 1)
    assert len(rates) == 10
