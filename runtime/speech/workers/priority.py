"""Loading a model with a low priority, and answering with an ordinary one. Linux; elsewhere nothing is lowered."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

NICENESS = 10
"""A tenth of the processor where others want all of it; where nobody does, it loads as fast as ever."""
_GROUP = Path("/proc/self/autogroup")
"""A session of its own has a share of its own, within which alone `nice` counts; this is how nice the share is."""
_TRIES, _PAUSE_S = 3, 0.12
"""The kernel takes one change in a tenth of a second."""


def load_quietly(load: Callable[[], T]) -> T:
    """Load with a low priority, all threads that it begins included, and raise the priority again."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    lowers = may_come_back()
    _set_group(NICENESS)
    if lowers:
        os.setpriority(os.PRIO_PROCESS, 0, before + NICENESS)
    try:
        return load()
    finally:
        _set_group(0)
        if lowers:
            for thread in os.listdir("/proc/self/task"):
                os.setpriority(os.PRIO_PROCESS, int(thread), before)


def may_come_back() -> bool:
    """Whether this user may raise a priority that was lowered: root may, and whom the machine lets (`LimitNICE=+0`)."""
    came_back: list[bool] = []

    def probe() -> None:  # a priority belongs to a thread: this one is given up for it
        before = os.getpriority(os.PRIO_PROCESS, 0)
        try:
            os.setpriority(os.PRIO_PROCESS, 0, before + 1)
            os.setpriority(os.PRIO_PROCESS, 0, before)
        except OSError:
            return
        came_back.append(True)

    if not os.path.isdir("/proc/self/task"):  # elsewhere it belongs to the process
        return False
    thread = threading.Thread(target=probe, name="priority")
    thread.start()
    thread.join()
    return bool(came_back)


def _set_group(niceness: int) -> None:
    for _ in range(_TRIES):
        try:
            _GROUP.write_text(str(niceness), "ascii")
        except BlockingIOError:
            time.sleep(_PAUSE_S)
        except OSError:
            return
        else:
            return
