"""What a line of the log is about: the call, job or request that the code at hand works for. Knows no Django.

The names stand in each line of JSON. Tasks and `asyncio.to_thread` take them along; a pool of threads does not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

NAMES = ("call", "job", "request", "method", "path")
"""There are no others: none of them holds what a caller said."""

_about: ContextVar[Mapping[str, str]] = ContextVar("log_about", default={})  # noqa: B039 - nobody changes it


def now() -> Mapping[str, str]:
    """The names and what they are here."""
    return _about.get()


@contextmanager
def about(**fields: str) -> Iterator[None]:
    """Within the block lines are about this, too. Names are those of NAMES."""
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def also(**fields: str) -> None:
    """From now on lines of this task are about this, too."""
    _about.set({**_about.get(), **fields})
