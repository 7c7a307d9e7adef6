"""Waiting until one of several processes has ended."""

import os
import select
import time
from collections.abc import Callable, Sequence

LOOK_S = 0.5
"""Between two looks, where the system does not tell."""


class Ends:
    """The end of one process; also when another one gets its number later, where the system tells."""

    def __init__(self, pid: int, ended: Callable[[], bool] | None = None) -> None:
        """`ended` looks by itself, where the system does not tell. Raises ProcessLookupError where there is none."""
        self._pid = pid
        self._ended = ended or self._is_gone
        self.handle: int | None = None
        try:
            self.handle = os.pidfd_open(pid)
        except ProcessLookupError:
            raise
        except (AttributeError, OSError):  # an old kernel, or a container that allows little
            os.kill(pid, 0)

    def come(self) -> bool:
        """Whether it has ended."""
        return self._ended() if self.handle is None else bool(select.select([self.handle], [], [], 0)[0])

    def close(self) -> None:
        """It is of no interest any more."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def _is_gone(self) -> bool:
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return True
        return False


def wait_for(ends: Sequence[Ends], timeout_s: float | None = None) -> None:
    """Until one of them has come, or so long."""
    handles = [each.handle for each in ends if each.handle is not None]
    if len(handles) == len(ends):
        select.select(handles, [], [], timeout_s)
        return
    until = None if timeout_s is None else time.monotonic() + timeout_s
    while not any(each.come() for each in ends):
        left = LOOK_S if until is None else min(LOOK_S, until - time.monotonic())
        if left <= 0:
            return
        time.sleep(left)
