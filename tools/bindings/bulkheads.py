"""How many calls of one tool may be under way at once: a service that is slow takes no lines from the others."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Full(Exception):
    """So many calls of it are under way already; the message is one line."""

    logs_its_words = True


class Bulkheads:
    """Of one process; belongs to its event loop."""

    def __init__(self) -> None:
        self._inside: Counter[str] = Counter()

    @contextmanager
    def entered(self, name: str, most: int) -> Iterator[None]:
        """One more is under way. Raises Full."""
        if self._inside[name] >= most:
            raise Full(f"{most} calls of {name} are under way")
        self._inside[name] += 1
        try:
            yield
        finally:
            self._inside[name] -= 1
            if not self._inside[name]:
                del self._inside[name]
