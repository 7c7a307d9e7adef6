"""How much memory a process has."""

import os
from pathlib import Path

_MB = 1_000_000


def resident_mb(pid: int, proc: Path = Path("/proc")) -> int:
    """The resident memory of a process in MB; 0 where it cannot be told."""
    try:
        pages = int((proc / str(pid) / "statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // _MB
