"""How much of a fault: a little in each run of the tests, all of it with `VOXLOOM_FAULTS=full` (`make faults`)."""

import os

FULL = os.environ.get("VOXLOOM_FAULTS") == "full"


def amount(short: int, full: int) -> int:
    """So many."""
    return full if FULL else short
