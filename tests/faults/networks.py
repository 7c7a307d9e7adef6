"""Callers' networks beside this one, each joined to it by a cable that can be cut: namespaces and nftables, as root.

Must be used in a network namespace of its own (`unshare -n`), which becomes that of the server.
"""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

WAIT_S = 10
HOLDER = ("unshare", "-n", "sleep", "infinity")


def run(*words: str) -> None:
    """A program of the system, which must do it."""
    subprocess.run(words, check=True, timeout=WAIT_S)


class Cable:
    """One caller's network as a context manager; the cable is whole once it is entered."""

    def __init__(self, number: int) -> None:
        """`number` from 0 to 255: no other cable has it."""
        self._near, self._far = f"near{number}", f"far{number}"
        self._net = f"10.78.{number}"
        self.server = f"{self._net}.1"
        """The server's address, for this caller."""
        self._table = f"inet outage{number}"
        self._holder: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Cable":
        self._holder = subprocess.Popen(HOLDER)
        self._until_apart()
        pid = str(self._holder.pid)
        run("ip", "link", "add", self._near, "type", "veth", "peer", "name", self._far, "netns", pid)
        run("ip", "addr", "add", f"{self.server}/24", "dev", self._near)
        run("ip", "link", "set", self._near, "up")
        run(*self.there, "ip", "link", "set", "lo", "up")
        run(*self.there, "ip", "addr", "add", f"{self._net}.2/24", "dev", self._far)
        run(*self.there, "ip", "link", "set", self._far, "up")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._holder is not None
        self._holder.kill()
        self._holder.wait()

    @property
    def there(self) -> Sequence[str]:
        """What stands before a command that runs in the caller's network."""
        assert self._holder is not None
        return ("nsenter", f"--net=/proc/{self._holder.pid}/ns/net")

    def cut(self, what: str = "") -> None:
        """Drop all packets in both directions, or those that nftables calls so: `meta l4proto udp`."""
        run("nft", f"add table {self._table}")
        self._refuse("input", f"iifname {self._near} {what} drop")
        self._refuse("output", f"oifname {self._near} {what} drop")

    def reset(self) -> None:
        """Answer every packet of a TCP connection with its end, as a proxy does that is started again."""
        run("nft", f"add table {self._table}")
        self._refuse("input", f"iifname {self._near} meta l4proto tcp reject with tcp reset")

    def mend(self) -> None:
        """The cable is whole again."""
        run("nft", f"delete table {self._table}")

    def move(self) -> None:
        """The caller has another address, and the old one no more: from a wireless network to a mobile one."""
        run(*self.there, "ip", "addr", "del", f"{self._net}.2/24", "dev", self._far)
        run(*self.there, "ip", "addr", "add", f"{self._net}.3/24", "dev", self._far)

    def _refuse(self, hook: str, rule: str) -> None:
        run("nft", f"add chain {self._table} {hook} {{ type filter hook {hook} priority 0; policy accept; }}")
        run("nft", f"add rule {self._table} {hook} {rule}")

    def _until_apart(self) -> None:
        """`unshare` makes the namespace before it becomes the other program."""
        assert self._holder is not None
        name = Path(f"/proc/{self._holder.pid}/comm")
        until = time.monotonic() + WAIT_S
        while name.read_text().strip() != HOLDER[-2]:
            assert time.monotonic() < until, "no namespace for a caller"
            time.sleep(0.01)
