"""Where everything of a cluster is: folders, ports, passwords and addresses."""

import os
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.cluster.problem import CannotRun

ROOT = Path(__file__).resolve().parents[2]
MOST_PROCESSES = 8
HIGHEST_PORT = 65_535
HERE = "127.0.0.1"
"""Where all of them listen but the proxy, which has HOST."""
NAME = "voxloom"
"""Of the database and of its user."""


@dataclass(frozen=True)
class Layout:
    """`processes` are the names of those that take calls: a, b and so on, the same ones after each restart."""

    folder: Path
    host: str
    port: int
    processes: tuple[str, ...]
    drain_s: float
    connections_per_client: int
    """The proxy counts them: to the processes every connection comes from the proxy."""
    password: str
    """Of PostgreSQL and of Redis; other users of the machine must not come in."""

    @property
    def ports(self) -> dict[str, int]:
        """By name: the proxy has PORT, the others those behind it."""
        names = ("proxy", *self.processes, "postgres", "redis")
        return {name: self.port + step for step, name in enumerate(names)}

    @property
    def address(self) -> str:
        """What a browser of this machine opens."""
        host = "localhost" if self.host in (HERE, "0.0.0.0") else self.host  # noqa: S104  compared, not listened on
        return f"http://{host}:{self.port}"

    @property
    def database_url(self) -> str:
        """With the password."""
        return f"postgres://{NAME}:{self.password}@{HERE}:{self.ports['postgres']}/{NAME}"

    @property
    def redis_url(self) -> str:
        """With the password."""
        return f"redis://:{self.password}@{HERE}:{self.ports['redis']}/0"

    def at(self, name: str) -> Path:
        """A folder or file of the cluster."""
        return self.folder / name

    def log(self, name: str) -> Path:
        """Where a program writes what it has to say."""
        return self.folder / "logs" / f"{name}.log"

    def environment(self) -> dict[str, str]:
        """What every program of ours is told; a shell that has it runs `manage.py` on the cluster's data."""
        return {
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "platform"))),
            "DJANGO_SETTINGS_MODULE": "voxloom.settings",
            "VOXLOOM_DATA": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PROXY_PORT": str(self.port),
            "TRUSTED_PROXIES": HERE,
            "DRAIN_SECONDS": f"{self.drain_s:g}",
        }


def read_layout(variables: Mapping[str, str], processes: int) -> Layout:
    """The layout that the environment asks for; makes the folders and the password. Raises CannotRun."""
    folder = Path(variables.get("VOXLOOM_DATA") or ROOT / "var" / "cluster").resolve()
    layout = Layout(
        folder,
        variables.get("HOST") or HERE,
        _whole(variables, "PORT", 8000),
        tuple(string.ascii_lowercase[:processes]),
        _seconds(variables, "DRAIN_SECONDS", 5.0),
        _whole(variables, "CONNECTIONS_PER_CLIENT", 100),
        _password(folder),
    )
    if layout.port < 1 or max(layout.ports.values()) > HIGHEST_PORT:
        raise CannotRun(f"PORT must be a number from 1 to {HIGHEST_PORT - len(layout.ports) + 1}, not {layout.port}.")
    return layout


def _password(folder: Path) -> str:
    """Made once, since the database keeps it."""
    file = folder / "cluster_password"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "logs").mkdir(exist_ok=True)
        (folder / "held").mkdir(exist_ok=True)
        if not file.exists():
            file.touch(0o600)
            file.write_text(secrets.token_hex(16), "ascii")
        return file.read_text("ascii")
    except OSError as problem:
        raise CannotRun(
            f"VOXLOOM_DATA must be a folder that can be written, not {folder}: {problem.strerror}."
        ) from None


def _whole(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise CannotRun(f"{name} must be a whole number, not {text[:60]!r}.")
    return int(text)


def _seconds(variables: Mapping[str, str], name: str, default: float) -> float:
    text = variables.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 24 * 3600:
        raise CannotRun(f"{name} must be a number of seconds from 0 to 86400, not {text[:60]!r}.")
    return seconds
