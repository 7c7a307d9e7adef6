"""What the bank begins with: one customer, made up, and the same at each first start."""

import sqlite3

ACCOUNTS = (
    ("checking", "Checking account", "4410020017"),
    ("savings", "Savings account", "4410020025"),
)
PAYEES = (
    ("anna", "Anna Keller", "7730118842"),
    ("john", "John Okafor", "7730904416"),
    ("landlord", "Harbour Lettings", "7731550003"),
)
CARDS = (("debit-1", "debit", "4021"), ("credit-1", "credit", "7733"))
HISTORY = (
    ("savings", 690_000, "Opening deposit", "2026-09-01T08:00:00+00:00"),
    ("checking", 80_000, "Opening deposit", "2026-09-01T08:00:00+00:00"),
    ("checking", 245_000, "Salary, Northwind Foods", "2026-09-25T06:00:00+00:00"),
    ("checking", -95_000, "Rent, Harbour Lettings", "2026-10-01T06:00:00+00:00"),
    ("checking", -8_640, "Corner Market", "2026-10-04T16:21:00+00:00"),
    ("checking", 245_000, "Salary, Northwind Foods", "2026-10-25T06:00:00+00:00"),
    ("checking", -150_000, "To savings account", "2026-10-28T19:05:00+00:00"),
    ("savings", 150_000, "From checking account", "2026-10-28T19:05:00+00:00"),
    ("checking", -95_000, "Rent, Harbour Lettings", "2026-11-01T06:00:00+00:00"),
    ("checking", -42_000, "Dr. Lindqvist, dentist", "2026-11-06T10:40:00+00:00"),
    ("checking", -7_420, "Riverside Electricity", "2026-11-12T06:00:00+00:00"),
    ("checking", -23_900, "Coast Railways", "2026-11-18T08:12:00+00:00"),
    ("checking", -22_990, "Corner Market", "2026-11-24T17:48:00+00:00"),
)
"""In cents: 1,250.50 on the checking account, as the stub of the bot has it, and 8,400 on the other."""


def write_first_page(link: sqlite3.Connection) -> None:
    """Into empty tables."""
    for account, name, number in ACCOUNTS:
        cents = sum(entry[1] for entry in HISTORY if entry[0] == account)
        link.execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", (account, name, number, cents))
    link.executemany("INSERT INTO payees VALUES (?, ?, ?)", PAYEES)
    link.executemany("INSERT INTO entries (account, cents, words, at) VALUES (?, ?, ?, ?)", HISTORY)
    link.executemany(
        "INSERT INTO cards (id, kind, last_four, status, at) VALUES (?, ?, ?, 'active', '2026-09-01T08:00:00+00:00')",
        CARDS,
    )
