"""Breakers: who fails often is left alone, then asked once; both makes alike; Redis may be away."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers
from voxloom.shared.breakers import (
    LONGEST_REST_S,
    MAX_BREAKERS,
    MOST_FAILURES,
    PAUSE_S,
    PROBE_S,
    WITHIN_S,
    Breakers,
    Permit,
)
from voxloom.shared.redis_breakers import PREFIX, RedisBreakers
from voxloom.shared.redis_link import connect

Make = Callable[[Clock], KeepsBreakers]


@pytest.fixture(params=["one process", "redis"])
def make(request: pytest.FixtureRequest, address: str) -> Iterator[Make]:
    if request.param == "one process":
        yield Breakers
        return
    client = connect(address)

    def emptied(clock: Clock) -> RedisBreakers:
        client.flushall()
        return RedisBreakers(client, clock)

    yield emptied
    client.close()


def fail(breakers: KeepsBreakers, name: str, times: int) -> None:
    for _ in range(times):
        permit = breakers.asked(name)
        assert permit == Permit()
        breakers.ended(name, permit, ok=False)


def test_it_opens_after_some_failures_and_is_closed_by_one_probe(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    breakers = make(clock)
    fail(breakers, "bank", MOST_FAILURES)
    assert breakers.asked("bank") is None
    assert breakers.asked("post") == Permit()
    assert breakers.opened() == ["bank"]
    clock.now_s += PAUSE_S
    probe = breakers.asked("bank")
    assert probe == Permit(probe=True)
    assert breakers.asked("bank") is None  # one is enough
    breakers.ended("bank", probe, ok=True)
    assert breakers.opened() == []
    assert breakers.asked("bank") == Permit()
    fail(breakers, "bank", MOST_FAILURES - 1)
    assert breakers.asked("bank") == Permit()
    assert "bank failed 5 times in 30 s and is left alone for 10 s" in caplog.text
    assert "bank works again" in caplog.text


def test_a_probe_that_fails_is_another_pause(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    fail(breakers, "bank", MOST_FAILURES)
    clock.now_s += PAUSE_S
    for _ in range(3):
        probe = breakers.asked("bank")
        assert probe == Permit(probe=True)
        breakers.ended("bank", probe, ok=False)
        clock.now_s += PAUSE_S - 1
        assert breakers.asked("bank") is None
        clock.now_s += 1


def test_a_probe_that_is_taken_back_or_lost_makes_room_for_another(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    fail(breakers, "bank", MOST_FAILURES)
    clock.now_s += PAUSE_S
    probe = breakers.asked("bank")
    assert probe is not None
    breakers.ended("bank", probe, ok=None)
    assert breakers.asked("bank") == Permit(probe=True)
    clock.now_s += PROBE_S
    assert breakers.asked("bank") == Permit(probe=True)


def test_failures_that_lie_far_apart_are_no_reason(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    for _ in range(10):
        fail(breakers, "bank", 1)
        clock.now_s += WITHIN_S / (MOST_FAILURES - 1)
    assert breakers.asked("bank") == Permit()


def test_what_was_asked_before_it_opened_decides_nothing(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    early = [breakers.asked("bank") for _ in range(3)]
    fail(breakers, "bank", MOST_FAILURES)
    breakers.ended("bank", early[0] or Permit(), ok=True)
    assert breakers.asked("bank") is None
    clock.now_s += PAUSE_S
    breakers.ended("bank", early[1] or Permit(), ok=False)  # a pause is not begun anew by what is old
    assert breakers.asked("bank") == Permit(probe=True)
    breakers.ended("bank", early[2] or Permit(), ok=True)
    assert breakers.asked("bank") is None


def test_who_wants_to_be_left_alone_is_for_as_long_and_no_longer(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    permit = breakers.asked("bank")
    breakers.rest("bank", 7)
    breakers.rest("bank", 3)  # who said so before is left alone for longer
    breakers.ended("bank", permit or Permit(), ok=False)
    assert breakers.asked("bank") is None
    assert breakers.asked("post") == Permit()
    assert breakers.opened() == ["bank"]
    clock.now_s += 7
    assert breakers.asked("bank") == Permit()
    assert breakers.opened() == []
    breakers.rest("bank", 86_400)
    clock.now_s += LONGEST_REST_S
    assert breakers.asked("bank") == Permit()


def test_rest_and_failures_hold_beside_each_other(make: Make) -> None:
    clock = Clock()
    breakers = make(clock)
    fail(breakers, "bank", MOST_FAILURES)
    breakers.rest("bank", 2 * PAUSE_S)
    clock.now_s += PAUSE_S
    assert breakers.asked("bank") is None  # a probe would be asking, too
    clock.now_s += PAUSE_S
    probe = breakers.asked("bank")
    assert probe == Permit(probe=True)
    breakers.rest("bank", 5)
    breakers.ended("bank", probe, ok=True)
    assert breakers.asked("bank") is None
    clock.now_s += 5
    assert breakers.asked("bank") == Permit()


class Askers(RuleBasedStateMachine):
    """Some ask, and are answered, refused or forgotten, in any order."""

    make: Make

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breakers = type(self).make(self.clock)
        self.waiting: list[tuple[Permit, float]] = []
        self.failures: list[float] = []
        """Of what was asked while it was closed, since it was closed."""
        self.opened: float | None = None

    @rule()
    def ask(self) -> None:
        permit = self.breakers.asked("bank")
        now = self.clock.now_s
        if self.opened is None:
            assert permit == Permit()
        elif permit is not None:
            assert permit.probe
            assert now >= self.opened + PAUSE_S
            assert not any(known.probe and now < since + PROBE_S for known, since in self.waiting)
        else:
            probing = any(known.probe and now < since + PROBE_S for known, since in self.waiting)
            assert now < self.opened + PAUSE_S or probing
        if permit is not None:
            self.waiting.append((permit, now))

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), ok=st.sampled_from([True, False, False, None]))
    def end(self, data: st.DataObject, ok: bool | None) -> None:
        permit, _ = self.waiting.pop(data.draw(st.integers(0, len(self.waiting) - 1)))
        now = self.clock.now_s
        self.breakers.ended("bank", permit, ok=ok)
        if self.opened is not None and permit.probe:
            self.waiting = [entry for entry in self.waiting if not entry[0].probe]  # lost ones: they are over as well
            if ok:
                self.opened, self.failures = None, []
            elif ok is False:
                self.opened = now
        elif self.opened is None and ok is False and not permit.probe:
            self.failures = [*(at for at in self.failures if now - at < WITHIN_S), now]
            if len(self.failures) >= MOST_FAILURES:
                self.opened = now

    @rule(seconds=st.sampled_from([1, 4, 11, 31, 61]))
    def sleep(self, seconds: int) -> None:
        self.clock.now_s += seconds

    @invariant()
    def few_wait_when_it_is_open(self) -> None:
        assert sum(permit.probe and self.clock.now_s < since + PROBE_S for permit, since in self.waiting) <= 1


def test_whatever_happens_there_is_one_probe(make: Make) -> None:
    machine: Any = type("Machine", (Askers,), {"make": staticmethod(make)})
    run_state_machine_as_test(machine, settings=profile(max_examples=60, stateful_step_count=40, deadline=None))


def test_processes_share_what_they_found_out_and_make_one_probe_together(address: str) -> None:
    clients = [connect(address) for _ in range(4)]
    clients[0].flushall()
    clock = Clock()
    processes = [RedisBreakers(client, clock) for client in clients]
    for process in (*processes, processes[0]):
        fail(process, "bank", 1)
    assert [process.asked("bank") for process in processes] == [None] * 4
    processes[1].rest("shop", 7)
    assert [process.asked("shop") for process in processes] == [None] * 4
    clock.now_s += PAUSE_S
    got: list[Permit | None] = []
    begin = threading.Barrier(4)

    def ask(process: RedisBreakers) -> None:
        begin.wait(10)
        got.append(process.asked("bank"))

    threads = [threading.Thread(target=ask, args=(process,)) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(got, key=str) == [None, None, None, Permit(probe=True)]
    assert clients[0].pttl(f"{PREFIX}bank") > 0
    for client in clients:
        client.close()


def test_by_the_clock_of_redis(address: str) -> None:
    client = connect(address)
    client.flushall()
    breakers = RedisBreakers(client)
    fail(breakers, "bank", MOST_FAILURES)
    assert breakers.asked("bank") is None
    client.flushall()
    assert breakers.asked("bank") == Permit()
    client.close()


def test_without_redis_each_finds_out_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    breakers = RedisBreakers(connect("redis://127.0.0.1:1/0"))
    fail(breakers, "bank", MOST_FAILURES)
    assert breakers.asked("bank") is None
    breakers.rest("post", 7)
    assert breakers.asked("post") is None
    assert caplog.text.count("each process finds out for itself who fails") == 1


def test_there_are_never_more_than_fit() -> None:
    breakers = Breakers(Clock())
    for number in range(MAX_BREAKERS + 50):
        fail(breakers, f"host {number}", 1)
    assert len(breakers) == MAX_BREAKERS
    fail(breakers, "host 0", MOST_FAILURES)
    assert breakers.asked("host 0") is None


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, address: str) -> None:
    assert isinstance(backing.breakers(), Breakers)
    backing.forget()
    settings.REDIS_URL = address
    assert isinstance(backing.breakers(), RedisBreakers)


def test_whoever_runs_the_server_is_told_who_is_left_alone(
    address: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="/metrics"):
        call_command("breakers")
    settings.REDIS_URL = address
    backing.forget()
    try:
        fail(backing.breakers(), "the tool pay of workspace 1", MOST_FAILURES)
        call_command("breakers")
    finally:
        backing.forget()
    assert capsys.readouterr().out == "the tool pay of workspace 1\n"
