"""What a cluster needs of the machine: programs of the distribution, free ports, and a user other than root."""

import os
import pwd
import re
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.cluster.problem import CannotRun

SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/sbin")
"""Servers lie there, and the PATH of a person often leaves them out."""
POSTGRES_FOLDERS = Path("/usr/lib/postgresql")
"""Debian keeps each version in a folder of its own there, outside of the PATH."""
UNPRIVILEGED = ("postgres", "nobody")
"""Who runs the servers that are not ours when we are root; PostgreSQL refuses to run as root."""


@dataclass(frozen=True)
class Runner:
    """As whom PostgreSQL, Redis and the proxy run. Without root that is who we are, and nothing changes hands."""

    user: str | None = None
    uid: int = 0
    gid: int = 0
    closed: bool = False
    """Whether this user could not enter the folder by itself, since only root may enter one above it."""

    def words(self) -> tuple[str, ...]:
        """What stands before a command that runs as this user."""
        if self.user is None:
            return ()
        way = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override") if self.closed else ()
        return ("setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *way, "--")

    def own(self, *paths: Path) -> None:
        """Give files and folders to this user, with all that is in them."""
        if self.user is None:
            return
        for path in paths:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.uid, self.gid, follow_symlinks=False)


def runner(folder: Path) -> Runner:
    """Who we are, or somebody without rights where we are root; for work in this folder. Raises CannotRun."""
    if os.geteuid() != 0:
        return Runner()
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        closed = any(not above.stat().st_mode & 0o001 for above in (folder, *folder.parents))
        return Runner(name, found.pw_uid, found.pw_gid, closed)
    raise CannotRun("PostgreSQL does not run as root, and there is no user called nobody: run it as another user.")


def ends_with_us(command: Sequence[str], sign: str = "TERM") -> tuple[str, ...]:
    """The command, whose process gets this signal when the one that started it is killed."""
    # One call of setpriv does both: a change of the user would clear what was set before.
    rest = command[1:] if command[0] == "setpriv" else ("--", *command)
    return ("setpriv", "--pdeathsig", sign, *rest)


def find(name: str, package: str) -> str:
    """The path of a program. Raises CannotRun."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS))
    found = shutil.which(name, path=path)
    if found is None:
        raise CannotRun(f"{name} is missing; install it: {_sudo()}apt-get install {package}")
    return found


def find_postgres(version: str | None = None, folders: Path = POSTGRES_FOLDERS) -> Path:
    """The folder of PostgreSQL's programs: of this version where it is there, else the newest. Raises CannotRun."""
    by_version = {path.parent.parent.name: path.parent for path in folders.glob("*/bin/initdb")}
    if version in by_version:
        return by_version[version]
    numbered = [name for name in by_version if re.fullmatch(r"\d+", name)]
    if numbered:
        return by_version[max(numbered, key=int)]
    return Path(os.path.realpath(find("initdb", "postgresql"))).parent


def check_free(ports: dict[str, int], host: str) -> None:
    """See that nobody listens there. Raises CannotRun."""
    for name, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host if name == "proxy" else "127.0.0.1", port))
            except OSError as error:
                raise CannotRun(
                    f"Port {port}, for {name}, cannot be taken ({error.strerror}); choose another PORT: "
                    f"the proxy takes it, and the rest the {len(ports) - 1} behind it."
                ) from None


def _sudo() -> str:
    return "" if os.geteuid() == 0 else "sudo "
