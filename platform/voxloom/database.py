"""What is said when the database cannot be used: one line, with the reason and without a password."""

from django.db import OperationalError, connection

UNREACHABLE = "The database cannot be reached at {where}: {why}. Start it, or set DATABASE_URL to where it is."
BUSY = "Another process holds the database's write lock; try again in a moment."
REFUSED = "The database did not do it: {why}."


def why_away() -> str:
    """Why no connection can be made, as a line; nothing when one can. A file is always there."""
    if connection.vendor != "postgresql":
        return ""
    import psycopg  # noqa: PLC0415  a server with SQLite does not load it

    parameters = connection.get_connection_params()
    try:
        psycopg.connect(**parameters).close()  # not from the pool, which knows no reasons
    except psycopg.OperationalError as problem:
        where = f"{parameters.get('host', 'the local socket')}:{parameters.get('port', 5432)}/{parameters['dbname']}"
        return UNREACHABLE.format(where=where, why=_line(problem))
    return ""


def in_words(problem: OperationalError) -> str:
    """The line for somebody whose command the database refused."""
    if "database is locked" in str(problem):
        return BUSY
    return why_away() or REFUSED.format(why=_line(problem))


def _line(problem: Exception) -> str:
    """The reason in the first line of several: libpq says before it what it tried, which is told already."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return (lines[0] if lines else type(problem).__name__).rpartition(" failed: ")[2].rstrip(".")
