"""Leases: one owner at a time, a higher epoch for each one after another; both makes alike; Redis may be away."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from tests.platform.redis_server import redis_server
from voxloom.shared import backing
from voxloom.shared.backing import KeepsLeases
from voxloom.shared.leases import KEEP_S, UNKNOWN, Holder, Leases
from voxloom.shared.redis_leases import PREFIX, RedisLeases
from voxloom.shared.redis_link import REST_S, Link, connect

Make = Callable[[Clock], KeepsLeases]


@pytest.fixture(params=["one process", "redis"])
def make(request: pytest.FixtureRequest, address: str) -> Iterator[Make]:
    if request.param == "one process":
        yield Leases
        return
    client = connect(address)

    def emptied(clock: Clock) -> RedisLeases:
        client.flushall()
        return RedisLeases(client, clock)

    yield emptied
    client.close()


def test_one_has_it_until_it_ends_or_is_given_back(make: Make) -> None:
    clock = Clock()
    leases = make(clock)
    assert leases.take("call-1", "a", 10) == 1
    assert leases.take("call-1", "a", 10) == 1
    assert leases.take("call-1", "b", 10) is None
    assert leases.take("call-2", "b", 10) == 1
    assert leases.holder("call-1") == Holder("a", 1)
    clock.now_s += 10.5
    assert leases.holder("call-1") is None
    assert leases.take("call-1", "b", 10) == 2
    assert leases.renew("call-1", "a", 10) is False
    leases.release("call-1", "a")
    assert leases.holder("call-1") == Holder("b", 2)
    leases.release("call-1", "b")
    assert leases.holder("call-1") is None
    assert leases.take("call-1", "a", 10) == 3


def test_who_renews_keeps_it_and_who_was_late_has_it_again_if_nobody_took_it(make: Make) -> None:
    clock = Clock()
    leases = make(clock)
    leases.take("call-1", "a", 10)
    for _ in range(5):
        clock.now_s += 9
        assert leases.renew("call-1", "a", 10) is True
        assert leases.take("call-1", "b", 10) is None
    clock.now_s += 60
    assert leases.renew("call-1", "a", 10) is True
    assert leases.holder("call-1") == Holder("a", 1)
    leases.release("call-1", "a")
    assert leases.renew("call-1", "a", 10) is False


def test_what_is_over_for_long_is_forgotten(make: Make) -> None:
    clock = Clock()
    leases = make(clock)
    leases.take("call-1", "a", 10)
    clock.now_s += 10 + KEEP_S
    assert leases.renew("call-1", "a", 10) is False
    assert leases.take("call-1", "b", 10) == 1


def test_who_gives_it_back_for_good_leaves_nothing_of_it(make: Make) -> None:
    leases = make(Clock())
    for owner in "ab":
        leases.take("call-1", "a", 10)
        leases.release("call-1", "b", forget=True)
        assert leases.holder("call-1") == Holder("a", 1)
        leases.release("call-1", "a", forget=True)
        assert leases.holder("call-1") is None
        assert leases.take("call-1", owner, 10) == 1  # as if nobody ever had it
        leases.release("call-1", owner, forget=True)


def test_there_are_never_more_than_fit() -> None:
    clock = Clock()
    leases = Leases(clock, max_leases=10)
    for number in range(9):
        leases.take(f"old {number}", "a", 1)
    clock.now_s += 1 + KEEP_S
    leases.take("fresh", "a", 100)
    leases.take("another", "a", 100)
    assert len(leases) == 2
    for number in range(100):
        assert leases.take(f"new {number}", "a", 100) == 1
    assert len(leases) == 10


@dataclass
class Known:
    """What must be true of a lease, said in another way than in the makes."""

    owner: str | None = None
    epoch: int = 0
    until: float = 0.0


class Workers(RuleBasedStateMachine):
    """Three workers over two leases: they take, renew, give back, and sleep too long."""

    make: Make

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.leases = type(self).make(self.clock)
        self.known: dict[str, Known] = {}
        self.owned: dict[tuple[str, int], str] = {}
        """Name and epoch, and who got it."""

    @rule(name=st.sampled_from("xy"), worker=st.sampled_from("abc"), seconds=st.sampled_from([5, 30]))
    def take(self, name: str, worker: str, seconds: int) -> None:
        known = self._known(name)
        got = self.leases.take(name, worker, seconds)
        if known.owner not in (None, worker) and known.until > self.clock.now_s:
            assert got is None
            return
        new = known.until <= self.clock.now_s
        assert got == known.epoch + new
        assert self.owned.setdefault((name, got), worker) == worker  # no two ever have the same epoch
        self.known[name] = Known(worker, got, self.clock.now_s + seconds)

    @rule(name=st.sampled_from("xy"), worker=st.sampled_from("abc"))
    def renew(self, name: str, worker: str) -> None:
        known = self._known(name)
        theirs = known.owner == worker
        assert self.leases.renew(name, worker, 10) is theirs
        if theirs:
            known.until = self.clock.now_s + 10

    @rule(name=st.sampled_from("xy"), worker=st.sampled_from("abc"))
    def release(self, name: str, worker: str) -> None:
        self.leases.release(name, worker)
        known = self._known(name)
        if known.owner == worker:
            known.owner, known.until = None, min(known.until, self.clock.now_s)

    @rule(seconds=st.sampled_from([1, 6, 31, 130, 200]))
    def sleep(self, seconds: int) -> None:
        self.clock.now_s += seconds

    @invariant()
    def the_holder_is_told(self) -> None:
        for name in "xy":
            known = self._known(name)
            lives = known.owner is not None and known.until > self.clock.now_s
            assert self.leases.holder(name) == (Holder(known.owner or "", known.epoch) if lives else None)

    def _known(self, name: str) -> Known:
        known = self.known.setdefault(name, Known())
        if known.epoch and known.until + KEEP_S <= self.clock.now_s:
            known = self.known[name] = Known()
            self.owned = {key: owner for key, owner in self.owned.items() if key[0] != name}
        return known


def test_whatever_workers_do_no_two_have_the_same_epoch(make: Make) -> None:
    machine: Any = type("Machine", (Workers,), {"make": staticmethod(make)})
    run_state_machine_as_test(machine, settings=profile(max_examples=60, stateful_step_count=40, deadline=None))


def test_by_the_clock_of_redis_keys_go_by_themselves(address: str) -> None:
    client = connect(address)
    client.flushall()
    leases = RedisLeases(client)
    assert leases.take("call-1", "a", 10) == 1
    assert RedisLeases(client).take("call-1", "b", 10) is None
    assert RedisLeases(client).holder("call-1") == Holder("a", 1)
    assert 0 < client.pttl(f"{PREFIX}call-1") <= (10 + KEEP_S) * 1000
    leases.release("call-1", "a", forget=True)
    assert client.keys() == []
    assert leases.take("call-1", "a", 10) == 1
    client.flushall()  # all is lost: whoever owns it takes it again
    assert leases.renew("call-1", "a", 10) is False
    assert leases.take("call-1", "a", 10) == 1
    client.close()


def test_without_redis_nobody_can_tell_and_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    leases = RedisLeases(connect("redis://127.0.0.1:1/0"))
    assert leases.take("call-1", "a", 10) == UNKNOWN
    assert leases.renew("call-1", "a", 10) is None
    assert leases.holder("call-1") is None
    leases.release("call-1", "a")
    assert caplog.text.count("nobody knows which process") == 1


def test_a_redis_that_answers_nothing_is_asked_once_and_then_left_alone() -> None:
    """As a half-open connection: it is taken, and no answer ever comes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        client = connect(f"redis://127.0.0.1:{listener.getsockname()[1]}/0", timeout_s=0.05)
        clock, asked = Clock(), []
        link = Link("nothing happens", clock)
        for _ in range(3):
            assert link.ask(lambda: (asked.append(1), client.ping())) is None
        assert len(asked) == 1
        clock.now_s += REST_S
        assert link.ask(lambda: "answer") == "answer"
        client.close()


def test_after_a_restart_of_redis_it_goes_on(tmp_path: Path) -> None:
    with redis_server(tmp_path) as running:
        client = connect(running)
        clock = Clock()
        link = Link("nothing happens", clock)
        assert link.ask(client.ping) is True
        port = int(running.rsplit(":", 1)[1].split("/")[0])
    assert link.ask(client.ping) is None
    clock.now_s += REST_S
    with redis_server(tmp_path, port):
        assert link.ask(client.ping) is True
    client.close()


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, address: str) -> None:
    assert isinstance(backing.leases(), Leases)
    assert backing.leases() is backing.leases()
    backing.forget()
    settings.REDIS_URL = address
    assert isinstance(backing.leases(), RedisLeases)


def test_a_client_of_another_kind_of_failure_is_not_hidden() -> None:
    """Only what Redis does is forgiven."""
    with pytest.raises(ZeroDivisionError):
        Link("nothing happens").ask(lambda: 1 / 0)
    assert Link("nothing happens").ask(lambda: _raise(redis.ResponseError("OOM"))) is None


def _raise(problem: Exception) -> None:
    raise problem
