"""Accounts, what happened on them, and money that goes from one to another."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from deploy.bank.money import CURRENCY, amount_of, cents_of
from deploy.bank.problem import Refused

FIRST_REFERENCE = 440_000
"""References are said digit by digit: six of them are no burden, and no transfer has fewer than another."""


def now() -> str:
    """As it is written and answered."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def all_accounts(link: sqlite3.Connection) -> list[dict[str, Any]]:
    """Each with its balance."""
    return [_told(row) for row in link.execute("SELECT * FROM accounts ORDER BY id")]


def balance(link: sqlite3.Connection, account: str) -> dict[str, Any]:
    """Of one account. Raises Refused."""
    row = _account(link, account)
    return {"account": row["id"], "balance": amount_of(row["cents"]), "currency": CURRENCY, "at": now()}


def transactions(link: sqlite3.Connection, account: str, limit: int) -> list[dict[str, Any]]:
    """The newest first. Raises Refused."""
    rows = link.execute(
        "SELECT * FROM entries WHERE account = ? ORDER BY id DESC LIMIT ?", (_account(link, account)["id"], limit)
    )
    return [
        {
            "id": row["id"], "at": row["at"], "description": row["words"], "amount": amount_of(row["cents"]),
            "currency": CURRENCY, "reference": _reference(row["transfer"]) if row["transfer"] is not None else None,
        }
        for row in rows
    ]  # fmt: skip


def transfer(link: sqlite3.Connection, source: str, target: str, amount: Decimal, memo: str) -> dict[str, Any]:
    """Move money to another account, or send it to a saved payee. Raises Refused."""
    giver, cents, at = _account(link, source), cents_of(amount), now()
    taker = link.execute("SELECT * FROM accounts WHERE id = ?", (target,)).fetchone()
    name = taker["name"] if taker is not None else _payee(link, target)["name"]
    if target == source:
        raise Refused(422, "same_account", "Money cannot be sent to the account that it comes from.")
    if cents > giver["cents"]:
        raise Refused(409, "insufficient_funds", f"The {giver['name'].lower()} holds less than that.")
    number = link.execute(
        "INSERT INTO transfers (source, target, cents, memo, at) VALUES (?, ?, ?, ?, ?)",
        (source, target, cents, memo, at),
    ).lastrowid
    _book(link, source, -cents, f"To {name}", number, at)
    if taker is not None:
        _book(link, target, cents, f"From {giver['name']}", number, at)
    return {
        "reference": _reference(number), "from": source, "to": target, "amount": amount_of(cents), "memo": memo,
        "currency": CURRENCY, "balance": amount_of(giver["cents"] - cents), "at": at,
    }  # fmt: skip


def _book(link: sqlite3.Connection, account: str, cents: int, words: str, number: int | None, at: str) -> None:
    link.execute("UPDATE accounts SET cents = cents + ? WHERE id = ?", (cents, account))
    link.execute(
        "INSERT INTO entries (account, cents, words, transfer, at) VALUES (?, ?, ?, ?, ?)",
        (account, cents, words, number, at),
    )


def _reference(number: int | None) -> str:
    return str(FIRST_REFERENCE + (number or 0))


def _told(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"], "name": row["name"], "number": row["number"], "currency": CURRENCY,
        "balance": amount_of(row["cents"]),
    }  # fmt: skip


def _account(link: sqlite3.Connection, account: str) -> sqlite3.Row:
    row: sqlite3.Row | None = link.execute("SELECT * FROM accounts WHERE id = ?", (account,)).fetchone()
    if row is None:
        raise Refused(404, "unknown_account", "There is no account of that name.")
    return row


def _payee(link: sqlite3.Connection, payee: str) -> sqlite3.Row:
    row: sqlite3.Row | None = link.execute("SELECT * FROM payees WHERE id = ?", (payee,)).fetchone()
    if row is None:
        raise Refused(404, "unknown_payee", "There is neither an account nor a saved payee of that name.")
    return row
