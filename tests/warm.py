"""Commands of manage.py as processes of their own that begin where all commands have come to.

Hundreds of tests run a command, and most of its time goes into loading the same modules. A process that has loaded them
forks for each: arguments, environment, folder, standard files and exit code are the command's own. Tests of how a
command starts, or of readers that go away, start it from nothing.
"""

import atexit
import contextlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 100.0
VERBS = "platform/voxloom/management/commands/verbs"
BEFORE_SETTINGS = (
    "django.core.management", "django.db.models", "django.http", "numpy", "requests", "flows.loader.load",
    "flows.checks.run", "flows.driver.generate.generator", "flows.driver.replay", "flows.understanding.misread",
    "flows.understanding.close_intents", "flows.exchange.format.layout",
)  # fmt: skip


class Warm:
    """A process that forks. `environment` is that of all its commands; `settled`: their settings are the same, too."""

    def __init__(self, environment: Mapping[str, str], *, settled: bool) -> None:
        self._line, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        atexit.register(self.close)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(far.fileno()), "settled" if settled else "bare"],
            cwd=ROOT, env=environment, pass_fds=[far.fileno()], stdin=subprocess.DEVNULL,
        )  # fmt: skip
        far.close()

    def close(self) -> None:
        """End it."""
        self._line.close()
        self._process.wait(TIMEOUT_S)

    def run(
        self, words: Sequence[str], folder: Path, said: bytes, more: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        """One command. Raises TimeoutExpired."""
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(said)
            files[0].seek(0)
            request = json.dumps([list(words), str(folder), dict(more)]).encode()
            socket.send_fds(self._line, [request], [file.fileno() for file in files])
            self._line.settimeout(TIMEOUT_S)
            child = int(self._line.recv(64))
            try:
                code = int(self._line.recv(64))
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(words), TIMEOUT_S) from None
            for file in files[1:]:
                file.seek(0)
            return subprocess.CompletedProcess(list(words), code, files[1].read(), files[2].read())


_warm: dict[tuple[tuple[str, str], ...], Warm] = {}


def run(
    words: Sequence[str],
    *,
    settings: Mapping[str, str] | None = None,
    own: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    said: bytes = b"",
) -> "subprocess.CompletedProcess[bytes]":
    """`manage.py WORDS` in the environment of the tests, with `settings` that many commands have, or `own` ones."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | {
        **(settings or {})
    }
    key = tuple(sorted({**environment, "": "settled" if own is None else "bare"}.items()))
    if key not in _warm:
        _warm[key] = Warm(environment, settled=own is None)
    return _warm[key].run(words, folder, said, own or {})


def _serve(line: socket.socket) -> None:
    while True:
        request, files, _, _ = socket.recv_fds(line, 65_536, 3)
        if not request:
            return
        child = os.fork()
        if not child:
            line.close()
            _become(json.loads(request), files)
        for file in files:
            os.close(file)
        line.send(str(child).encode())
        line.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _become(request: Any, files: Sequence[int]) -> None:
    """Be that command, to its end."""
    words, folder, more = request
    os.environ.update(more)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    sys.argv = [str(ROOT / "manage.py"), *words]
    runpy.run_path(sys.argv[0], run_name="__main__")
    sys.exit()


def _load(*, settled: bool) -> None:
    """What every command loads."""
    for name in BEFORE_SETTINGS:
        import_module(name)
    if settled:
        import_module("django").setup()
        for file in sorted((ROOT / VERBS).glob("[a-z]*.py")):
            import_module(f"voxloom.management.commands.verbs.{file.stem}")
        import_module("voxloom.management.commands.bot")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
    _load(settled=sys.argv[2] == "settled")
    _serve(socket.socket(fileno=int(sys.argv[1])))
