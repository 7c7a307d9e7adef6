"""Other processes are told which calls are here: a lease and the last state, in time, and nobody waits for it."""

import threading

import pytest

from flows.driver.kept_lines import KeptLines
from flows.engine.program import Program
from flows.engine.resume import start
from flows.personal.fields import PersonalFields
from runtime.history.presence import LEASE_S, RENEW_EVERY_S, Presence, lease_of
from runtime.history.writer import Happened, Kept, Over, Writer
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot
from tests.platform.clock import Clock
from tests.runtime.history.test_writer import STARTED, Tables
from voxloom.conversations.log import Opening, StaleOwner
from voxloom.shared.leases import Holder, Leases
from voxloom.shared.states import KnownState, States

DEADLINE_S = 10  # of a test that waits for a thread


class Told:
    """A presence over shared things of one process, with time standing still."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.leases, self.states = Leases(self.clock), States(self.clock)
        self.presence = Presence("here", lambda: self.leases, lambda: self.states, self.clock)

    def holder(self, call: str = "call-1") -> Holder | None:
        return self.leases.holder(lease_of(call))


def kept() -> Kept:
    opening = Opening("call-1", "small", "hash", 1, "voice", "here")
    return Kept(1, opening, KeptLines(PersonalFields(), "small"), lambda *_: None)


def test_a_call_is_leased_and_its_last_state_known_until_it_ends() -> None:
    told = Told()
    told.presence.wrote("call-1", 1, {"a": 1})
    told.presence.wrote("call-1", 2, {"a": 2})
    told.presence.work()
    assert told.holder() == Holder("here", 1)
    assert told.states.get("call-1") == KnownState(2, {"a": 2})
    told.presence.over("call-1", ended=True)
    told.presence.work()
    assert told.holder() is None
    assert told.states.get("call-1") is None


def test_a_lease_is_renewed_in_time_though_nothing_is_said() -> None:
    told = Told()
    told.presence.wrote("call-1", 1, {})
    told.presence.work()
    for _ in range(10):
        told.clock.now_s += told.presence.work()
        told.presence.work()
        assert told.holder() == Holder("here", 1)
    assert told.presence.work() == pytest.approx(RENEW_EVERY_S)
    told.clock.now_s += LEASE_S
    assert told.holder() is None


def test_what_was_forgotten_is_told_again() -> None:
    told = Told()
    told.presence.wrote("call-1", 1, {})
    told.presence.work()
    told.leases = Leases(told.clock)  # as after a Redis that lost everything
    told.clock.now_s += RENEW_EVERY_S
    told.presence.work()
    assert told.holder() == Holder("here", 1)


def test_a_call_that_another_process_has_keeps_its_state() -> None:
    told = Told()
    told.presence.wrote("call-1", 1, {})
    told.presence.work()
    told.clock.now_s += LEASE_S
    assert told.leases.take(lease_of("call-1"), "there", LEASE_S) == 2
    told.states.put("call-1", KnownState(5, {}))
    told.presence.over("call-1", ended=False)
    told.presence.work()
    assert told.holder() == Holder("there", 2)
    assert told.states.get("call-1") == KnownState(5, {})


def test_the_writer_tells_what_is_written_and_no_more() -> None:
    told = Told()
    writer = Writer(Tables(), presence=told.presence)
    call, sprint = kept(), start(Program(bot(SHOP)), STARTED)
    writer.write([Happened(call, STARTED, sprint)])
    told.presence.work()
    line = kept().lines.next(STARTED, sprint)
    assert told.states.get("call-1") == KnownState(1, line.state)
    assert told.holder() == Holder("here", 1)
    writer.write([Over(call, "hangup")])
    told.presence.work()
    assert told.holder() is None


def test_a_call_that_is_lost_is_given_back() -> None:
    told = Told()
    writer = Writer(Tables(StaleOwner("another")), presence=told.presence)
    writer.write([Happened(kept(), STARTED, start(Program(bot(SHOP)), STARTED))])
    told.presence.work()
    assert told.holder() is None
    assert told.states.get("call-1") is None


def test_nobody_waits_for_things_that_are_slow() -> None:
    """A thread does it; at the end everything is given back."""
    told, held = Told(), threading.Event()

    def slow() -> Leases:
        held.wait(DEADLINE_S)
        return told.leases

    presence = Presence("here", slow, lambda: told.states, told.clock)
    presence.start()
    for seq in range(1, 1000):
        presence.wrote("call-1", seq, {})
    held.set()
    presence.close()
    assert told.holder() is None
    assert told.states.get("call-1") == KnownState(999, {})
