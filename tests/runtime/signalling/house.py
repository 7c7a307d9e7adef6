"""A real server process on a real port: Daphne, Django and the runtime as they are served, with workers that are fakes.

`python -m tests.runtime.signalling.house` is that process; `House` starts it and talks to it.
"""

import asyncio
import contextlib
import http.client
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
END_S = 15
WAIT_S = 20
"""The longest that a test waits for anything that the server owes it."""
PATCHES = "TEST_PATCHES"
HEARD = "rent a boat"
"""What is heard in any loud sound, unless TEXTS names more."""
TEXTS = "TEST_TEXTS"
"""What is heard of a caller who talks softly, louder and so on, as a list in JSON."""
LEVELS = 32
"""Of loudness, over which the texts are spread."""


class House:
    """A served process as a context manager."""

    module = "tests.runtime.signalling.house"
    """What the process runs."""

    def __init__(self, data: Path, patches: Mapping[str, Any] | None = None, **environment: str) -> None:
        """`patches` set constants of its modules, `module:NAME` to value."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        data.mkdir(parents=True, exist_ok=True)
        self.origin = f"http://127.0.0.1:{self.port}"
        self._log = data / "server.log"
        kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        path = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
        own = {"VOXLOOM_DATA": str(data), "PORT": str(self.port), "PYTHONPATH": path, "DRAIN_SECONDS": "0"}
        self.environment = kept | own | {PATCHES: json.dumps(patches or {})} | environment
        self._process: subprocess.Popen[str] | None = None
        self.level = 0
        """How many descriptors it had open when nobody was there yet."""

    def __enter__(self) -> "House":
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-u", "-m", self.module],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout
        for line in self._process.stdout:
            if "Stop it with Ctrl-C" in line:
                self.level = len(self.descriptors())
                return self
        self.__exit__()
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def __exit__(self, *_: object) -> None:
        with self.process as process:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    # -- the process ---------------------------------------------------------------------------------------------

    @property
    def process(self) -> "subprocess.Popen[str]":
        """The process."""
        assert self._process
        return self._process

    def stop(self) -> None:
        """Ask it to stop, and do not wait."""
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Its exit code."""
        return self.process.wait(END_S)

    def log(self) -> str:
        """What it has written to standard error."""
        return self._log.read_text("utf-8")

    def descriptors(self) -> list[str]:
        """The files and sockets it has open, databases left out: SQLite keeps their files for the next request."""
        found = []
        for entry in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                found.append(os.readlink(entry))
        return [name for name in found if ".sqlite3" not in name]

    def resident_bytes(self) -> int:
        """The memory that it holds."""
        text = Path(f"/proc/{self.process.pid}/statm").read_text()
        return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    # -- its addresses -------------------------------------------------------------------------------------------

    def request(
        self, method: str, path: str, body: Any = None, *, source: str = "127.0.0.1", **headers: str
    ) -> tuple[int, Any]:
        """One request from one of this machine's addresses: status and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S, source_address=(source, 0))
        with contextlib.closing(connection):
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {"Content-Type": "application/json", **headers})
            with connection.getresponse() as answer:
                return answer.status, json.loads(answer.read() or b"null")

    def ticket(self, *, source: str = "127.0.0.1", **headers: str) -> str:
        """A ticket for the harbour bot, as a page gets one."""
        status, body = self.request("POST", "/rt/tickets", {"bot": "harbour"}, source=source, **headers)
        assert status == 201, body
        return str(body["ticket"])

    def local_ticket(self) -> str:
        """A ticket made in the database of the server's machine."""
        process = self.process
        assert process.stdin
        assert process.stdout
        process.stdin.write("ticket\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    def calls(self) -> int:
        """How many calls go on."""
        return int(self.request("GET", "/readyz")[1]["calls"])

    @contextlib.contextmanager
    def line(self, *, source: str = "127.0.0.1", receive_bytes: int | None = None) -> Iterator[socket.socket]:
        """A bare TCP connection; `receive_bytes` makes the kernel's buffer small."""
        with socket.socket() as bare:
            bare.settimeout(WAIT_S)
            if receive_bytes is not None:
                bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
            bare.bind((source, 0))
            bare.connect(("127.0.0.1", self.port))
            yield bare


def read_all(bare: socket.socket) -> bytes:
    """Everything until the server closes."""
    read = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := bare.recv(65_536):
            read += piece
    return read


def _make_tickets() -> None:
    """A ticket for each line of standard input."""
    from django.db import connection

    from runtime.signalling import tickets

    for _ in sys.stdin:
        sys.stdout.write(tickets.issue_local("harbour") + "\n")
        sys.stdout.flush()
        connection.close()


def main() -> None:
    """Serve the harbour bot."""
    import daphne.server  # noqa: F401 - chooses the reactor, before anything else imports one
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "voxloom.settings"
    django.setup()
    from django.core.management import call_command

    from flows.catalogue import publish
    from runtime import service
    from tests.runtime.sessions.media import Tones
    from tests.runtime.sessions.stage import BOT
    from tests.runtime.signalling.served import Activities
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN
    from voxloom.telemetry import readiness

    for place, value in json.loads(os.environ[PATCHES]).items():
        module, _, name = place.partition(":")
        assert hasattr(importlib.import_module(module), name), place
        setattr(importlib.import_module(module), name, value)
    call_command("migrate", verbosity=0)
    with within(MAIN):
        publish(BOT)
    threading.Thread(target=_make_tickets, daemon=True).start()

    class Harbour(service.RuntimeService):
        """Serves with fakes, and takes its time to find a bot."""

        def __init__(self) -> None:
            tones = Tones()
            texts = json.loads(os.environ.get(TEXTS, json.dumps([HEARD])))
            tones.texts += [texts[level * len(texts) // LEVELS] for level in range(LEVELS)]
            super().__init__(tones, new_activity=Activities)  # type: ignore[arg-type]

        async def start(self) -> None:
            await super().start()
            loop = asyncio.get_running_loop()  # figures are asked for in a thread
            readiness.register_figure("tasks", lambda: len(asyncio.all_tasks(loop)))

        async def bot(self, slug: str) -> Any:
            if self._started:
                await asyncio.sleep(float(os.environ.get("SLOW_BOT_S", 0)))
            return await super().bot(slug)

    service.RuntimeService = Harbour  # type: ignore[misc]
    call_command("serve")


if __name__ == "__main__":
    main()
