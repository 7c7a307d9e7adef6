"""Seats: never more than there are, all groups or none, and none for ever; both makes alike; Redis may be away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from tests.platform.redis_server import redis_server
from voxloom.shared import backing
from voxloom.shared.backing import CountsSeats
from voxloom.shared.redis_link import connect
from voxloom.shared.redis_seats import PREFIX, RedisSeats
from voxloom.shared.seats import Group, Seats

BOT, WORKSPACE = Group("bot:1", 2), Group("workspace:1", 3)
OTHER_BOT = Group("bot:2", 2)
Make = Callable[[Clock], CountsSeats]


@pytest.fixture(scope="module", params=["one process", "redis"])
def make(request: pytest.FixtureRequest, address: str) -> Iterator[Make]:
    if request.param == "one process":
        yield Seats
        return
    client = connect(address)

    def emptied(clock: Clock) -> RedisSeats:
        client.flushall()
        return RedisSeats(client, clock)

    yield emptied
    client.close()


def test_there_are_no_more_than_there_are_and_all_groups_count(make: Make) -> None:
    seats = make(Clock())
    both = [BOT, WORKSPACE]
    assert [seats.take(f"call-{number}", both, 30) for number in range(3)] == [None, None, "bot:1"]
    assert (seats.count("bot:1"), seats.count("workspace:1")) == (2, 2)
    assert seats.take("call-3", [OTHER_BOT, WORKSPACE], 30) is None
    assert seats.take("call-4", [OTHER_BOT, WORKSPACE], 30) == "workspace:1"
    assert seats.count("bot:2") == 1  # who finds one group full takes a seat in none
    seats.release("call-0", both)
    seats.release("call-0", both)
    assert seats.take("call-4", [OTHER_BOT, WORKSPACE], 30) is None


def test_who_sits_keeps_the_seat_and_who_must_be_let_in_is(make: Make) -> None:
    seats = make(Clock())
    for holder in ("a", "b"):
        assert seats.take(holder, [BOT], 30) is None
    assert seats.take("a", [BOT], 30) is None
    assert seats.take("c", [Group(BOT.name, None)], 30) is None
    assert seats.count(BOT.name) == 3
    assert seats.take("d", [BOT], 30) == BOT.name


def test_seats_of_a_process_that_died_end_and_those_that_are_renewed_do_not(make: Make) -> None:
    clock = Clock()
    seats = make(clock)
    seats.take("lives", [BOT], 30)
    seats.take("died", [BOT], 30)
    for _ in range(5):
        clock.now_s += 20
        seats.renew([("lives", [BOT])], 30)
    assert seats.count(BOT.name) == 1
    assert seats.take("new", [BOT], 30) is None
    assert seats.take("newer", [BOT], 30) == BOT.name


def test_who_was_forgotten_sits_again_when_renewed(make: Make) -> None:
    clock = Clock()
    seats = make(clock)
    seats.renew([("a", [BOT, WORKSPACE]), ("b", [BOT])], 30)
    assert (seats.count("bot:1"), seats.count("workspace:1")) == (2, 1)
    assert seats.take("c", [BOT], 30) == BOT.name


WHAT = st.tuples(st.sampled_from(["take", "release", "renew", "sleep"]), st.sampled_from("abcd"), st.booleans())


@given(steps=st.lists(WHAT, max_size=40))
@profile(max_examples=80)
def test_whatever_happens_a_group_is_never_overfull(make: Make, steps: list[tuple[str, str, bool]]) -> None:
    """Against a plain model of who sits until when."""
    clock = Clock()
    seats = make(clock)
    known: dict[str, tuple[float, bool]] = {}
    for step, holder, also_workspace in steps:
        sitting = {name: entry for name, entry in known.items() if entry[0] > clock.now_s}
        groups = [Group("bot", 2), *([Group("workspace", 1)] if also_workspace else [])]
        match step:
            case "take":
                full = holder not in sitting and len(sitting) >= 2
                others = [name for name, (_, also) in sitting.items() if also and name != holder]
                expected = "bot" if full else "workspace" if also_workspace and others else None
                assert seats.take(holder, groups, 30) == expected
                if expected is None:
                    also = also_workspace or (holder in sitting and sitting[holder][1])
                    known[holder] = clock.now_s + 30, also
                    if also and not also_workspace:
                        seats.renew([(holder, [Group("workspace", 1)])], 30)
            case "release":
                seats.release(holder, [Group("bot", 2), Group("workspace", 1)])
                known.pop(holder, None)
            case "renew" if holder in sitting:
                also = sitting[holder][1]
                seats.renew([(holder, [Group("bot", 2), *([Group("workspace", 1)] if also else [])])], 30)
                known[holder] = clock.now_s + 30, also
            case "sleep":
                clock.now_s += 13
        sitting = {name: entry for name, entry in known.items() if entry[0] > clock.now_s}
        assert seats.count("bot") == len(sitting) <= 2
        assert seats.count("workspace") == sum(also for _, also in sitting.values()) <= 1


def test_processes_count_together_and_keys_go_by_themselves(address: str) -> None:
    clients = [connect(address) for _ in range(2)]
    clients[0].flushall()
    one, other = (RedisSeats(client) for client in clients)
    assert [seats.take(f"call-{at}", [BOT], 30) for at, seats in enumerate((one, other, one))] == [None, None, BOT.name]
    other.release("call-0", [BOT])
    assert one.count(BOT.name) == 1
    assert 0 < clients[0].pttl(PREFIX + BOT.name) <= 60_000
    for client in clients:
        client.close()


def test_while_redis_is_away_each_counts_its_own_and_then_together_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voxloom.shared.redis_link.REST_S", 0.0)
    with redis_server(tmp_path) as running:
        client = connect(running)
        seats, other = RedisSeats(client), RedisSeats(connect(running))
        assert seats.take("here", [BOT], 600) is None
        assert other.take("there", [BOT], 600) is None
        assert seats.take("third", [BOT], 600) == BOT.name
        port = int(running.rsplit(":", 1)[1].split("/")[0])
    assert seats.count(BOT.name) == 1
    assert seats.take("third", [BOT], 600) is None
    assert seats.take("fourth", [BOT], 600) == BOT.name
    assert caplog.text.count("each process counts its own calls") == 1
    with redis_server(tmp_path, port):  # it comes back empty
        seats.renew([("here", [BOT]), ("third", [BOT])], 600)
        assert seats.count(BOT.name) == 2
        assert other.take("fifth", [BOT], 600) == BOT.name
    client.close()


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, address: str) -> None:
    assert isinstance(backing.seats(), Seats)
    backing.forget()
    settings.REDIS_URL = address
    assert isinstance(backing.seats(), RedisSeats)
