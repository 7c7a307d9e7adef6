"""How many speech processes stand by. docs/reference/operating.md is for whoever sets it."""

from pathlib import Path

from voxloom.settings.environment import Environment

MOST = 2
"""Of each kind: a machine that loses more at once has another problem."""
ENOUGH_MB = 3_000
"""A server with a second opinion has 1.4 GB, spares 0.3 GB more; nearly as much is left for calls and the machine."""
_ROOT = Path("/")


def read_spares(environment: Environment, root: Path = _ROOT) -> int:
    """For each of recogniser and voice; without the setting one, where the machine has the memory for it."""
    return environment.whole("WARM_SPARES", 1 if memory_mb(root) >= ENOUGH_MB else 0, 0, MOST)


def memory_mb(root: Path = _ROOT) -> int:
    """The memory of this machine, or what its control group may have of it, in MB; 0 where it cannot be told."""
    total = _first_number(root / "proc/meminfo", "MemTotal:") // 1_000
    group = _first_number(root / "sys/fs/cgroup/memory.max", "") // 1_000_000
    return min(total, group) if group else total


def _first_number(file: Path, name: str) -> int:
    """The number behind that name; 0 where there is none."""
    try:
        text = file.read_text("ascii")
    except (OSError, ValueError):
        return 0
    words = next((line[len(name) :].split() for line in text.splitlines() if line.startswith(name)), [])
    return int(words[0]) if words and words[0].isdecimal() else 0
