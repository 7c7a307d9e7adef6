"""How old content may be: to be quoted, and before a page is read again."""

from datetime import datetime, timedelta


def stale(given: datetime | None, hours: int | None, now: datetime) -> bool:
    """Whether content is older than so many hours; without an age it is, where there is a bound."""
    return hours is not None and (given is None or now - given > timedelta(hours=hours))
