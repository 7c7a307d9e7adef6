"""PostgreSQL in a folder of its own: made once, then started like any program."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from deploy.cluster.layout import HERE, NAME
from deploy.cluster.machine import Runner, find_postgres
from deploy.cluster.problem import CannotRun

MAKE_S = 120
"""A second or two on a quiet machine."""

ENDS_BY = signal.SIGINT
"""Ends connections and writes everything down; SIGTERM would wait until the last client has gone."""


def bin_of(data: Path) -> Path:
    """The programs for this data folder: of the version that made it, if it is there. Raises CannotRun."""
    try:
        version = (data / "PG_VERSION").read_text("ascii").strip()
    except OSError:
        version = None
    return find_postgres(version)


def make(data: Path, password: str, runner: Runner, *, lasting: bool = True) -> None:
    """Make the data folder unless it is there. One that is not `lasting` is made without waiting for the disk.

    Raises CannotRun.
    """
    if (data / "PG_VERSION").exists():
        return
    unfinished = data.with_name(f"{data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    secret = data.with_name(f"{data.name}.password")
    secret.touch(0o600)
    secret.write_text(password, "ascii")
    runner.own(unfinished, secret)
    words = [
        *runner.words(), str(bin_of(data) / "initdb"), "--pgdata", str(unfinished), "--username", NAME,
        "--pwfile", str(secret), "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        *([] if lasting else ["--no-sync"]),
    ]  # fmt: skip
    try:
        _run(words, "PostgreSQL's data folder cannot be made")
    finally:
        secret.unlink()
    unfinished.rename(data)


def command(data: Path, port: int, runner: Runner, *, lasting: bool = True) -> tuple[str, ...]:
    """What serves the data folder on a port of this machine."""
    settings = {
        "listen_addresses": HERE,
        "port": str(port),
        "unix_socket_directories": "",  # its path would be too long for a socket in a deep folder
        "log_timezone": "UTC",
        "timezone": "UTC",
    }
    if not lasting:
        settings |= {"fsync": "off", "full_page_writes": "off"}  # it outlives its own death, not the machine's
    chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return (*runner.words(), str(bin_of(data) / "postgres"), "-D", str(data), *chosen)


def is_ready(data: Path, port: int) -> bool:
    """Whether it takes connections."""
    words = [str(bin_of(data) / "pg_isready"), "-q", "-h", HERE, "-p", str(port), "-t", "2"]
    return subprocess.run(words, check=False, cwd="/").returncode == 0  # noqa: S603  a program of PostgreSQL


def make_database(data: Path, port: int, password: str) -> None:
    """Make the database unless it is there. Raises CannotRun."""
    psql = [str(bin_of(data) / "psql"), "-X", "-q", "-h", HERE, "-p", str(port), "-U", NAME, "-d", "postgres", "-Atc"]
    names = _run([*psql, "SELECT datname FROM pg_database"], "PostgreSQL does not answer", password)
    if NAME not in names.splitlines():
        _run([*psql, f"CREATE DATABASE {NAME}"], "The database cannot be made", password)


def _run(words: list[str], what: str, password: str = "") -> str:
    environment = {**os.environ, "PGPASSWORD": password, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  programs of PostgreSQL
            words, env=environment, capture_output=True, text=True, cwd="/", timeout=MAKE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise CannotRun(f"{what}: {problem}") from None
    if done.returncode:
        raise CannotRun(f"{what}: {' '.join(done.stderr.split())[-400:]}")
    return done.stdout.strip()
