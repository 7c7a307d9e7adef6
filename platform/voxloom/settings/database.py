"""Where rows are kept: a SQLite file on one machine, PostgreSQL for several processes (`DATABASE_URL`)."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from voxloom.settings.environment import Environment

URL, CONNECTIONS = "DATABASE_URL", "DATABASE_CONNECTIONS"
FITS = "of the form postgres://USER:PASSWORD@HOST:PORT/NAME"
PASSED_ON = ("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs")
"""What may stand behind the question mark, as libpq calls it; `host` may be the folder of a local socket."""

LOCK_WAIT_S = 20
"""A writer that waits longer behind SQLite's one write lock gets an error."""
CONNECT_S = 3
"""A server that is there takes a connection in milliseconds; libpq counts whole seconds, at least 2."""
STATEMENT_MS = 20_000
"""As long as SQLite may wait. What is slower in a page or a job is a slip; migrations have no such limit."""
LOCK_MS = 10_000
"""Behind rows that somebody else holds; rows are held for milliseconds here."""
IDLE_IN_TRANSACTION_MS = 60_000
"""Of a process that was stopped with rows in its hands."""
UNANSWERED_MS = 5_000
"""Bytes that a server does not acknowledge: it is gone, or the way to it is."""
WAIT_FOR_CONNECTION_S = 3
"""While all connections of this process are in use, or none can be made."""
RECONNECT_S = 2
"""The pool gives up a try then, and the next who asks begins a new one. By itself it would wait twice as long each
time, and be away for half a minute after a database that was."""
MOST_CONNECTIONS = 20
"""16 requests at once, the history and the jobs; a server of Debian's takes 100 in all."""


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite database: readers never wait, and writers queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": LOCK_WAIT_S,
            # A transaction that starts by reading cannot wait for the write lock later; taking it first can.
            "transaction_mode": "IMMEDIATE",
            # Without the last one what was deleted would stay in the file until its place is needed.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        },
    }


def postgresql(address: SplitResult, connections: int = MOST_CONNECTIONS) -> dict[str, Any]:
    """Return the settings of a PostgreSQL database. Raises ValueError for an address that leads nowhere."""
    name = unquote(address.path.removeprefix("/"))
    options = dict(parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query)))
    if not name or "/" in name or address.fragment or set(options) - set(PASSED_ON):
        raise ValueError(address.scheme)
    limits = {
        "statement_timeout": STATEMENT_MS,
        "lock_timeout": LOCK_MS,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_MS,
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", address.hostname or ""),
        "PORT": str(address.port or ""),
        # A request has a thread of its own, so what is kept is a pool of the process and not a connection a thread.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "application_name": "voxloom",
            "connect_timeout": CONNECT_S,
            "options": " ".join(f"-c {limit}={milliseconds}" for limit, milliseconds in limits.items()),
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": UNANSWERED_MS,
            "pool": {
                "min_size": 1,
                "max_size": connections,
                "timeout": WAIT_FOR_CONNECTION_S,
                "reconnect_timeout": RECONNECT_S,
            },
        },
    }


def read_database(environment: Environment) -> dict[str, Any] | None:
    """What `DATABASE_URL` says, None without one. What does not fit is noted, without the password in it."""
    connections = environment.whole(CONNECTIONS, MOST_CONNECTIONS, 2, 1000)
    text = environment.text(URL)
    if not text:
        return None
    try:
        address = urlsplit(text)
        if address.scheme not in ("postgres", "postgresql"):
            raise ValueError(address.scheme)
        return postgresql(address, connections)
    except ValueError:
        environment.problems.append(f"{URL} must be {FITS}; without it, a SQLite file of VOXLOOM_DATA is used.")
        return None
