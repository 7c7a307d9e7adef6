"""How many cores this process may use, and how many calls that is."""

import contextlib
import os
from pathlib import Path

QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""What a container may use of the processor in each period: two numbers of microseconds, or `max` and one."""
CALLS_A_CORE = 2
"""With all models on the machine: recognition and the voice of a call want a core at the same moments as others do."""
CALLS_A_PROCESS = 8
"""One event loop carries the media of all calls: 12 of them take more than 80 % of a core, and of these calls 70 %
(docs/performance.md)."""


def calls_of(cores: int) -> int:
    """How many calls a process takes that has so many cores to itself; at least one."""
    return max(1, min(CALLS_A_CORE * cores, CALLS_A_PROCESS))


def usable_cores() -> int:
    """Those that the machine, its container or whoever started the process leave to it; at least one."""
    quota = "max"
    with contextlib.suppress(OSError):
        quota = QUOTA.read_text("ascii")
    return within_quota(len(os.sched_getaffinity(0)), quota)


def within_quota(cores: int, quota: str) -> int:
    """Whole cores of a quota, as the kernel writes it, and no more than there are. What cannot be read is no quota."""
    numbers = quota.split()
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers) or not int(numbers[1]):
        return cores
    return max(1, min(cores, int(numbers[0]) // int(numbers[1])))
