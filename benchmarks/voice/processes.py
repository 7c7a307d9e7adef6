"""What a process and its children use of the machine, by the kernel's word (/proc)."""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@dataclass(frozen=True)
class Usage:
    """Processor seconds so far, resident memory and threads now."""

    cpu_s: float
    rss_mb: float
    threads: int


def parse_stat(line: str) -> tuple[int, Usage]:
    """Parent and usage from a line of /proc/PID/stat."""
    # The name in brackets may hold spaces; the fields are counted from behind it.
    fields = line.rpartition(")")[2].split()
    cpu_s = (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
    return int(fields[1]), Usage(cpu_s, int(fields[21]) * _PAGE_MB, int(fields[17]))


def family(root: int, parents: dict[int, int]) -> set[int]:
    """A process and everything below it; `parents` names the parent of each process."""
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def usage(pids: Iterable[int], *, children: bool = True) -> Usage:
    """Together, of the processes and (with `children`) of all below them."""
    known: dict[int, tuple[int, Usage]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            known[int(stat.parent.name)] = parse_stat(stat.read_text())
    parents = {pid: parent for pid, (parent, _) in known.items()}
    wanted = set().union(*(family(pid, parents) if children else {pid} for pid in pids))
    found = [known[pid][1] for pid in wanted if pid in known]
    return Usage(
        sum(each.cpu_s for each in found), sum(each.rss_mb for each in found), sum(each.threads for each in found)
    )


def anonymous_mb(pid: int) -> float:
    """Memory of a process that is no file's, by /proc/PID/status."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def descriptors(pid: int) -> list[str]:
    """What a process has open: paths, and `socket:[INODE]`."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.append(os.readlink(entry))
    return found


def parse_sockets(table: str) -> dict[str, int]:
    """Sockets by their name as a descriptor, and the port at their other end, from /proc/PID/net/tcp or the like."""
    lines = [line.split() for line in table.splitlines()[1:]]
    return {f"socket:[{line[9]}]": int(line[2].rpartition(":")[2], 16) for line in lines}


def sockets(pid: int, protocol: str) -> dict[str, int]:
    """Those of a process: `udp` or `tcp`, and the port at their other end."""
    known: dict[str, int] = {}
    for table in (protocol, f"{protocol}6"):
        with contextlib.suppress(FileNotFoundError):
            known |= parse_sockets(Path(f"/proc/{pid}/net/{table}").read_text())
    return {name: known[name] for name in descriptors(pid) if name in known}
