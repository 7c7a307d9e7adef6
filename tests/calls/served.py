"""A real server process with data and a port of its own, and `bot call` against it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PREPARE_SECONDS = 180
START_SECONDS = 120  # the speech models are loaded and warmed, on a machine that may be busy
STOP_SECONDS = 15
CALL_SECONDS = 170


class NotServed(RuntimeError):
    """The server process did not get ready; the text has its last words."""


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path, port: int) -> dict[str, str]:
    """What a server and its commands read, with nothing of a test run's own settings."""
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    path = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    ours = {"VOXLOOM_DATA": str(data), "PORT": str(port), "DRAIN_SECONDS": "0"}
    return {**kept, **threads, **ours, "PYTHONPATH": path}


@dataclass(frozen=True)
class Called:
    """What a finished `bot call` left."""

    code: int
    events: list[dict[str, Any]]
    error: str

    def named(self, name: str) -> list[dict[str, Any]]:
        """The events of one name."""
        return [event for event in self.events if event["event"] == name]


class Served:
    """`manage.py serve` as a context manager; `address` answers once it is entered."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = environment(data, self.port) | {"WARM_SPARES": "0"} | settings
        self.log = data / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Served":
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            prepare = [*MANAGE, "prepare", "--first-run"]
            subprocess.run(prepare, env=self.environment, stdout=log, stderr=log, check=True, timeout=PREPARE_SECONDS)
        self.start()
        return self

    def start(self) -> None:
        """Begin to serve, also after `kill`; ready when this returns."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen([*MANAGE, "serve"], env=self.environment, stdout=log, stderr=log)
        try:
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise

    def kill(self) -> None:
        """End the process at once, without another word of it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def sockets(self) -> int:
        """How many sockets the server has open, by the kernel's word."""
        held = 0
        for entry in Path(f"/proc/{self.pid}/fd").iterdir():
            try:
                held += entry.readlink().name.startswith("socket:")
            except FileNotFoundError:
                continue
        return held

    def readiness(self) -> dict[str, Any]:
        """What /readyz says now."""
        with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
            said: dict[str, Any] = json.load(answer)
            return said

    def start_call(self, bot: str, wavs: Sequence[Path], *options: str) -> "subprocess.Popen[str]":
        """`bot call --json` as a process; its standard output brings the events."""
        command = [*MANAGE, "bot", "call", bot, *map(str, wavs), "--json", *options]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )

    def call(self, bot: str, wavs: Sequence[Path], *options: str) -> Called:
        """Hold a whole call."""
        process = self.start_call(bot, wavs, *options)
        try:
            out, error = process.communicate(timeout=CALL_SECONDS)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        return Called(process.returncode, [json.loads(line) for line in out.splitlines()], error)

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if self.readiness()["ready"]:
                    return
            except (urllib.error.URLError, TimeoutError, OSError):
                pass
            time.sleep(0.1)
        raise NotServed(f"the server did not get ready; its last words:\n{self.log.read_text()[-3000:]}")
