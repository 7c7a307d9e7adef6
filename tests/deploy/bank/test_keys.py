"""A key makes one request of many: one effect and one answer, whoever dies in between."""

import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue

import pytest

from tests.deploy.bank.running import END_S, RunningBank, Told

# Plays the bank, and dies at one point of its work.
DIES = """
import os, signal, sys
from deploy.bank import __main__, keys

def die():
    os.kill(os.getpid(), signal.SIGKILL)

{patch}
raise SystemExit(__main__.main(sys.argv[1:]))
"""
BEFORE_THE_KEY = "keys.keep = lambda *_: die()"
AFTER_ALL = "keys.Keys.once = (lambda once: lambda *given: (once(*given), die()))(keys.Keys.once)"


def test_the_same_key_is_the_same_request(bank: RunningBank) -> None:
    first, again = (bank.send(50, key="k-1") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert bank.balance() == 1200.5
    assert bank.send(50, key="k-2").body["reference"] == "440002"
    assert bank.send(50.0, key="k-1").body == first.body  # the same amount, written in another way


@pytest.mark.parametrize("other", [{"amount": 51}, {"amount": 50, "to": "john"}, {"amount": 50, "memo": "x"}])
def test_a_key_of_another_request_is_refused(bank: RunningBank, other: dict[str, object]) -> None:
    bank.send(50, key="k-1")
    told = bank.send(**other, key="k-1")
    assert (told.status, told.code) == (422, "key_of_another_request")
    assert bank.ask("POST", "/cards/debit/block", key="k-1").code == "key_of_another_request"
    assert bank.balance() == 1200.5


def test_a_refusal_is_an_answer_like_others(bank: RunningBank) -> None:
    """Who was refused with a key, and asks again when there is money, is refused again: it is the same request."""
    first = bank.send(2000, key="k-1")
    assert (first.status, first.code) == (409, "insufficient_funds")
    bank.ask("POST", "/transfers", {"from": "savings", "to": "checking", "amount": 5000})
    again = bank.send(2000, key="k-1")
    assert (again.status, again.body) == (first.status, first.body)
    assert bank.send(2000, key="k-2").status == 201


def test_what_is_malformed_takes_no_key(bank: RunningBank) -> None:
    assert bank.send("fifty", key="k-1").status == 422
    assert bank.send(50, key="k-1").status == 201


def test_cards_have_keys_too(bank: RunningBank) -> None:
    first = bank.ask("POST", "/cards/debit/block", {"replace": True}, key="k-1")
    again = bank.ask("POST", "/cards/debit/block", {"replace": True}, key="k-1")
    assert (first.status, first.body, again.body) == (200, again.body, first.body)
    bank.ask("POST", "/cards/credit/block")
    first, again = (bank.ask("POST", "/cards", {"kind": "credit"}, key="k-2") for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 201, again.body)


@pytest.mark.parametrize("key", ["", "a" * 256, "\xe4", "a\tb"])
def test_a_key_is_printable_and_short(bank: RunningBank, key: str) -> None:
    assert bank.send(1, key=key).code == "key_malformed"
    assert bank.send(1, key="a" * 255).status == 201


def test_many_at_once_with_one_key_have_one_effect(bank: RunningBank) -> None:
    seen: list[Told] = []
    gate = threading.Barrier(12)

    def pay() -> None:
        gate.wait()
        seen.append(bank.send(50, key="k-1"))

    threads = [threading.Thread(target=pay) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [told for told in seen if told.status == 201]
    assert {told.status for told in seen} <= {201, 409}
    assert done
    assert all(told.body == done[0].body for told in done)
    assert bank.balance() == 1200.5


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Somebody else writes, so that whoever wants to write waits."""
    with closing(sqlite3.connect(database, isolation_level=None)) as link:
        link.execute("BEGIN IMMEDIATE")
        yield
        link.execute("ROLLBACK")


def test_a_key_that_is_under_way_is_told(bank: RunningBank) -> None:
    seen: Queue[Told] = Queue()
    both = [threading.Thread(target=lambda: seen.put(bank.send(50, key="k-1"))) for _ in range(2)]
    with held(bank.database):
        for thread in both:
            thread.start()
        told = seen.get(timeout=END_S)  # whichever came second
        assert (told.status, told.code, told.headers["Retry-After"]) == (409, "key_in_use", "1")
    done = seen.get(timeout=END_S)
    for thread in both:
        thread.join()
    assert done.status == 201
    assert bank.send(50, key="k-1").body == done.body
    assert bank.balance() == 1200.5


@pytest.mark.parametrize(("patch", "left"), [(BEFORE_THE_KEY, 1250.5), (AFTER_ALL, 1200.5)])
def test_effect_and_key_are_kept_together_or_not_at_all(tmp_path: Path, patch: str, left: float) -> None:
    """The bank is killed between effect and answer; who asks again with the key gets one effect and its answer."""
    with RunningBank(tmp_path, ("-c", DIES.format(patch=patch))) as bank:
        with pytest.raises((ConnectionError, OSError)):
            bank.send(50, key="k-1")
        assert bank.dies() == -signal.SIGKILL
    with RunningBank(tmp_path) as bank:
        assert bank.balance() == left
        told = bank.send(50, key="k-1")
        assert (told.status, told.body["reference"], told.body["balance"]) == (201, "440001", 1200.5)
        assert ("Idempotent-Replayed" in told.headers) is (left == 1200.5)
        assert bank.send(50, key="k-1").body == told.body
        assert bank.balance() == 1200.5
