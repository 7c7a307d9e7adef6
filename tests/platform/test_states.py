"""The last states of conversations: what was put is found, for a while, and never more than fits; both makes alike."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from voxloom.shared import backing
from voxloom.shared.backing import KeepsStates
from voxloom.shared.redis_link import connect
from voxloom.shared.redis_states import PREFIX, RedisStates
from voxloom.shared.states import LIFE_S, MOST_BYTES, KnownState, States

SEVEN = KnownState(7, {"slots": {"card": "⟨card:1⟩"}, "stack": []})
Make = Callable[[], KeepsStates]


@pytest.fixture(params=["one process", "redis"])
def make(request: pytest.FixtureRequest, address: str) -> Iterator[Make]:
    if request.param == "one process":
        yield States
        return
    client = connect(address)
    client.flushall()
    yield lambda: RedisStates(client)
    client.close()


def test_the_last_one_is_found_until_the_call_is_over(make: Make) -> None:
    states = make()
    assert states.get("call-1") is None
    states.put("call-1", KnownState(6, {}))
    states.put("call-1", SEVEN)
    states.put("call-2", KnownState(1, {}))
    assert states.get("call-1") == SEVEN
    states.drop("call-1")
    assert states.get("call-1") is None
    assert states.get("call-2") == KnownState(1, {})


def test_one_that_is_too_long_takes_the_old_one_with_it(make: Make) -> None:
    states = make()
    states.put("call-1", SEVEN)
    states.put("call-1", KnownState(8, {"said": "x" * MOST_BYTES}))
    assert states.get("call-1") is None


def test_they_go_after_a_while() -> None:
    clock = Clock()
    states = States(clock)
    states.put("call-1", SEVEN)
    clock.now_s += LIFE_S - 1
    states.put("call-1", SEVEN)
    clock.now_s += LIFE_S - 1
    assert states.get("call-1") == SEVEN
    clock.now_s += 1
    assert states.get("call-1") is None
    states.put("call-2", SEVEN)
    assert len(states) == 1


def test_there_are_never_more_than_fit() -> None:
    states = States(Clock(), max_states=10)
    for number in range(100):
        states.put(f"call-{number}", SEVEN)
    assert len(states) == 10
    assert states.get("call-99") == SEVEN
    assert states.get("call-0") is None


def test_redis_lets_them_go_by_itself_and_what_others_wrote_is_none(address: str) -> None:
    client = connect(address)
    client.flushall()
    states = RedisStates(client)
    states.put("call-1", SEVEN)
    assert LIFE_S - 5 < client.ttl(f"{PREFIX}call-1") <= LIFE_S
    for text in ("", "no json", "[1]", '["7", {}]', "[7, []]"):
        client.set(f"{PREFIX}call-1", text)
        assert states.get("call-1") is None
    client.close()


def test_without_redis_there_are_none(caplog: pytest.LogCaptureFixture) -> None:
    states = RedisStates(connect("redis://127.0.0.1:1/0"))
    states.put("call-1", SEVEN)
    assert states.get("call-1") is None
    states.drop("call-1")
    assert caplog.text.count("read from the database") == 1


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, address: str) -> None:
    assert isinstance(backing.states(), States)
    backing.forget()
    settings.REDIS_URL = address
    assert isinstance(backing.states(), RedisStates)
