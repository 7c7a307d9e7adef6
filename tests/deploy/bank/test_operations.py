"""What the bank does, asked over HTTP."""

import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.bank.running import RunningBank


def test_it_begins_with_the_same_accounts_each_time(untouched: RunningBank) -> None:
    told = untouched.get("/accounts")["accounts"]
    assert [(one["id"], one["number"], one["balance"]) for one in told] == [
        ("checking", "4410020017", 1250.5), ("savings", "4410020025", 8400.0),
    ]  # fmt: skip
    told = untouched.get("/accounts/checking/balance")
    assert told.pop("at").endswith("+00:00")
    assert told == {"account": "checking", "balance": 1250.5, "currency": "USD"}


def test_a_payment_changes_the_balance_and_stands_in_the_book(bank: RunningBank) -> None:
    told = bank.send(50.25, memo="for the cake")
    assert told.status == 201
    assert told.body.pop("at").endswith("+00:00")
    assert told.body == {
        "reference": "440001", "from": "checking", "to": "anna", "amount": 50.25, "currency": "USD",
        "memo": "for the cake", "balance": 1200.25,
    }  # fmt: skip
    assert bank.balance() == 1200.25
    newest, before = bank.get("/accounts/checking/transactions?limit=2")["transactions"]
    assert (newest["description"], newest["amount"], newest["reference"]) == ("To Anna Keller", -50.25, "440001")
    assert (before["description"], before["amount"], before["reference"]) == ("Corner Market", -229.9, None)


def test_money_moves_between_accounts(bank: RunningBank) -> None:
    assert bank.send(1000, to="savings").status == 201
    assert (bank.balance(), bank.balance("savings")) == (250.5, 9400.0)
    (entry,) = bank.get("/accounts/savings/transactions?limit=1")["transactions"]
    assert (entry["description"], entry["amount"]) == ("From Checking account", 1000.0)


def test_the_last_cent_may_be_spent_and_no_more(bank: RunningBank) -> None:
    told = bank.send(1250.51)
    assert (told.status, told.code) == (409, "insufficient_funds")
    assert bank.balance() == 1250.5
    assert bank.send(1250.5).status == 201
    assert bank.balance() == 0
    assert bank.send(0.01).code == "insufficient_funds"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/accounts/gone/balance", None, 404, "unknown_account"),
        ("GET", "/accounts/gone/transactions", None, 404, "unknown_account"),
        ("POST", "/transfers", {"from": "gone", "to": "anna", "amount": 1}, 404, "unknown_account"),
        ("POST", "/transfers", {"from": "checking", "to": "gone", "amount": 1}, 404, "unknown_payee"),
        ("POST", "/transfers", {"from": "checking", "to": "checking", "amount": 1}, 422, "same_account"),
        ("POST", "/cards/gone/block", None, 404, "unknown_card"),
        ("POST", "/cards", {"kind": "debit"}, 409, "card_in_use"),
        ("GET", "/nowhere", None, 404, "not_found"),
        ("GET", "/", None, 404, "not_found"),
        ("GET", "/transfers", None, 405, "method_not_allowed"),
        ("DELETE", "/accounts", None, 405, "method_not_allowed"),
    ],
)
def test_what_is_not_done_is_told(
    untouched: RunningBank, method: str, path: str, body: object, status: int, code: str
) -> None:
    told = untouched.ask(method, path, body)
    assert (told.status, told.code) == (status, code)
    assert told.body["error"]["message"]
    assert told.headers["Content-Type"].startswith("application/json")


def test_a_card_is_blocked_once_and_a_new_one_is_sent_once(bank: RunningBank) -> None:
    assert [card["id"] for card in bank.get("/cards")["cards"]] == ["debit-1", "credit-1"]
    first = bank.ask("POST", "/cards/debit/block", {"replace": True})
    assert first.status == 200
    assert first.body["blocked"] is True
    assert (first.body["card"]["id"], first.body["card"]["status"]) == ("debit-1", "blocked")
    assert (first.body["replacement"]["id"], first.body["replacement"]["status"]) == ("debit-2", "ordered")
    assert bank.ask("POST", "/cards/debit/block", {"replace": True}).body == first.body
    assert bank.ask("POST", "/cards/debit-1/block").body == first.body
    assert bank.ask("POST", "/cards/debit-2/block").code == "card_on_its_way"
    assert [(card["id"], card["status"]) for card in bank.get("/cards")["cards"]] == [
        ("debit-1", "blocked"), ("credit-1", "active"), ("debit-2", "ordered"),
    ]  # fmt: skip


def test_a_new_card_is_ordered_where_none_is_in_use(bank: RunningBank) -> None:
    told = bank.ask("POST", "/cards/credit/block")
    assert told.body["replacement"] is None
    told = bank.ask("POST", "/cards", {"kind": "credit"})
    assert (told.status, told.body["id"], told.body["status"]) == (201, "credit-2", "ordered")
    assert len(told.body["last_four"]) == 4
    assert bank.ask("POST", "/cards", {"kind": "credit"}).code == "card_on_its_way"


@pytest.mark.parametrize("token", [None, "", "wrong", "made-up-token-of-the-ban", "\xff\xfe"])
def test_strangers_are_told_nothing(untouched: RunningBank, token: str | None) -> None:
    for method, path in (("GET", "/accounts"), ("POST", "/transfers"), ("GET", "/cards")):
        told = untouched.ask(method, path, token=token)
        assert (told.status, told.code) == (401, "unauthorized")
        assert told.headers["WWW-Authenticate"] == "Bearer"
    for path in ("/healthz", "/openapi.json"):
        assert untouched.ask("GET", path, token=token).status == 200


def test_what_was_done_is_there_after_a_restart(tmp_path: Path) -> None:
    with RunningBank(tmp_path) as bank:
        bank.send(100)
        assert bank.end(signal.SIGTERM) == 0
    with RunningBank(tmp_path) as bank:
        assert bank.balance() == 1150.5
        assert bank.end(signal.SIGINT) == 0
    with RunningBank(tmp_path) as bank:
        assert bank.let_go() == 0  # as when whoever started it dies


def test_a_crowd_is_served_and_no_cent_is_lost(bank: RunningBank) -> None:
    """More want money than there is: 25 of them get it."""
    seen: list[int] = []

    def pay() -> None:
        for _ in range(5):
            seen.append(bank.send(50, to="john").status)

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [201] * 25 + [409] * 15
    assert bank.balance() == 0.5
    with closing(sqlite3.connect(bank.database)) as link:
        rows = link.execute(
            "SELECT cents, (SELECT SUM(cents) FROM entries WHERE account = accounts.id) FROM accounts"
        ).fetchall()
    assert rows == [(50, 50), (840_000, 840_000)]
