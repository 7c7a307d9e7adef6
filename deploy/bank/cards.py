"""Cards: a customer has one of each kind in use, and after a loss another one on its way."""

import sqlite3
from typing import Any

from deploy.bank.accounts import now
from deploy.bank.problem import Refused

STEP, FIRST = 7_919, 1_234
"""The last four figures of new cards: they look like any, and are the same in each test."""


def all_cards(link: sqlite3.Connection) -> list[dict[str, Any]]:
    """The oldest first."""
    return [_told(row) for row in link.execute("SELECT * FROM cards ORDER BY number")]


def block(link: sqlite3.Connection, name: str, *, replace: bool) -> dict[str, Any]:
    """Block a card, by its id or by its kind; one that is blocked stays so. Raises Refused."""
    row = _card(link, name)
    if row["status"] == "ordered":
        raise Refused(409, "card_on_its_way", "This card has not arrived yet.")
    link.execute("UPDATE cards SET status = 'blocked', at = ? WHERE id = ? AND status = 'active'", (now(), row["id"]))
    new = _ordered(link, row["kind"]) or (_order(link, row["kind"]) if replace else None)
    return {
        "blocked": True, "card": _told(_card(link, row["id"])), "replacement": _told(new) if new is not None else None,
    }  # fmt: skip


def order(link: sqlite3.Connection, kind: str) -> dict[str, Any]:
    """A new card of a kind, of which none is in use or on its way. Raises Refused."""
    if _ordered(link, kind) is not None:
        raise Refused(409, "card_on_its_way", f"A new {kind} card is on its way already.")
    if link.execute("SELECT 1 FROM cards WHERE kind = ? AND status = 'active'", (kind,)).fetchone():
        raise Refused(409, "card_in_use", f"There is a {kind} card in use; block it first.")
    return _told(_order(link, kind))


def _order(link: sqlite3.Connection, kind: str) -> sqlite3.Row:
    of_the_kind = link.execute("SELECT COUNT(*) FROM cards WHERE kind = ?", (kind,)).fetchone()[0]
    every = link.execute("SELECT COUNT(*) FROM cards").fetchone()[0]
    name, last_four = f"{kind}-{of_the_kind + 1}", f"{(FIRST + STEP * every) % 10_000:04d}"
    link.execute(
        "INSERT INTO cards (id, kind, last_four, status, at) VALUES (?, ?, ?, 'ordered', ?)",
        (name, kind, last_four, now()),
    )
    return _card(link, name)


def _ordered(link: sqlite3.Connection, kind: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = link.execute(
        "SELECT * FROM cards WHERE kind = ? AND status = 'ordered'", (kind,)
    ).fetchone()
    return row


def _card(link: sqlite3.Connection, name: str) -> sqlite3.Row:
    """By its id; by its kind the newest that the customer has had in hand."""
    row: sqlite3.Row | None = link.execute(
        "SELECT * FROM cards WHERE id = ? OR (kind = ? AND status <> 'ordered') ORDER BY number DESC LIMIT 1",
        (name, name),
    ).fetchone()
    if row is None:
        raise Refused(404, "unknown_card", "There is no card of that name.")
    return row


def _told(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"], "kind": row["kind"], "last_four": row["last_four"], "status": row["status"],
        "since": row["at"],
    }  # fmt: skip
