"""Where the bank of a server is: a folder beside the server's data, with a port and a token that stay the same."""

import fcntl
import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deploy.bank.problem import CannotRun

ROOT = Path(__file__).resolve().parents[2]
HERE = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8931, 8999
"""Tried first: below those that the system hands out by itself, one of which may be in use at the next start."""
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Place:
    """`folder`: nobody but its owner looks into it."""

    folder: Path

    @property
    def database(self) -> Path:
        """Accounts, cards, and what was done."""
        return self.folder / "bank.sqlite3"

    @property
    def token_file(self) -> Path:
        """What whoever asks must send."""
        return self.folder / "token"

    @property
    def port_file(self) -> Path:
        """Where the bank was the last time."""
        return self.folder / "port"

    @property
    def log(self) -> Path:
        """What the bank has to say."""
        return self.folder / "bank.log"

    def make(self) -> None:
        """The folder and the token, unless they are there. Raises CannotRun."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self.token_file.exists():
                _write(self.token_file, secrets.token_urlsafe(TOKEN_BYTES))
        except OSError as problem:
            raise CannotRun(f"{self.folder} cannot be written ({problem.strerror}).") from None

    def alone(self) -> IO[str] | None:
        """A lock that is held for as long as it is open; None where somebody has it. Raises CannotRun."""
        try:
            lock = (self.folder / "lock").open("a")
        except OSError as problem:
            raise CannotRun(f"{self.folder} cannot be written ({problem.strerror}).") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return None
        return lock

    def choose_port(self) -> int:
        """The one of the last time if nobody has taken it, else another one, which is kept. Raises CannotRun."""
        before = self.last_port()
        for port in (*((before,) if before else ()), *range(FIRST_PORT, LAST_PORT + 1), 0):
            if free := _free(port):
                if free != before:
                    _write(self.port_file, str(free))
                return free
        raise CannotRun(f"no port of {HERE} is free.")

    def last_port(self) -> int | None:
        """None where there was none."""
        try:
            text = self.port_file.read_text("ascii").strip()
        except (OSError, ValueError):
            return None
        return int(text) if text.isdecimal() and len(text) < 6 and 0 < int(text) < 65_536 else None


def place(variables: Mapping[str, str]) -> Place:
    """Beside the data of the server that has these variables."""
    return Place(Path(variables.get("VOXLOOM_DATA") or ROOT / "var").resolve() / "bank")


def _free(port: int) -> int:
    """The port, for 0 any; 0 where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the bank takes it
        try:
            probe.bind((HERE, port))
        except OSError:
            return 0
        found: int = probe.getsockname()[1]
        return found


def _write(file: Path, text: str) -> None:
    """All of it or nothing, for its owner alone."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as open_file:
        open_file.write(f"{text}\n")
    os.replace(draft, file)
