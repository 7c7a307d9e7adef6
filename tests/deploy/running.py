"""A cluster of the tests' own: a folder and ports that were free, and nothing left of it afterwards."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from runtime.caller.signalling import Line

ROOT = Path(__file__).resolve().parents[2]
START_S = 240
"""Two processes load their models, one after the other, on a machine that may be busy."""
STOP_S = 60
UNTIL_S = 60
CHAT_S = 60


def free_ports(count: int) -> int:
    """The first of so many ports side by side that nobody listens on."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first: int = probe.getsockname()[1]
        if first + count <= 65_536 and all(_is_free(first + step) for step in range(count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class RunningCluster:
    """`python -m deploy.cluster` as a context manager; ready when it is entered."""

    module = "deploy.cluster"

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_ports(5)
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        own = {"VOXLOOM_DATA": str(folder), "PORT": str(self.port), "DRAIN_SECONDS": "0"}
        self._environment = kept | own | settings
        self._options = options
        self._log = folder.with_name(f"{folder.name}.log")
        self._process: subprocess.Popen[str] | None = None
        self.said: dict[str, Any] = {}

    def __enter__(self) -> "RunningCluster":
        words = [sys.executable, "-m", self.module, "--json", *self._options]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words, env=self._environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT
            )
        assert self._process.stdout is not None
        try:
            line = self._process.stdout.readline()
            assert line, f"the cluster did not get ready: {self.log()[-3000:]}"
            self.said = json.loads(line)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> int:
        """End it, if that was not done; its exit code."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def log(self) -> str:
        """What the supervisor told."""
        return self._log.read_text("utf-8", errors="replace")

    def state(self, name: str) -> dict[str, Any]:
        """Of one program, as it is now."""
        found: dict[str, Any] = json.loads((self.folder / "cluster.json").read_text("utf-8"))["programs"][name]
        return found

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to the process of a program; which one it was."""
        pid = int(self.state(name)["pid"])
        os.kill(pid, number)
        return pid

    def environment(self) -> dict[str, str]:
        """What a program of ours needs to work on its data."""
        lines = (self.folder / "environment").read_text("utf-8").splitlines()
        return dict(os.environ) | dict(line.split("=", 1) for line in lines)

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`manage.py` on its data."""
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=self.environment(), capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def chat(self, bot: str, key: str, *texts: str, path: str = "") -> list[dict[str, Any]]:
        """A whole text call through the proxy; all that came. `path` stands before /rt/call."""
        return asyncio.run(asyncio.wait_for(self._chat(bot, key, texts, path), CHAT_S))

    async def _chat(self, bot: str, key: str, texts: tuple[str, ...], path: str) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = []
        waiting = list(texts)
        async with Line(self.address) as line:
            ticket = await line.request_ticket(bot, key)
            await line.open(type(ticket)(ticket.ticket, path or ticket.socket))
            await line.send({"type": "hello", "ticket": ticket.ticket, "mode": "text"})
            async for message in line.messages():
                seen.append(message)
                if message.get("state") == "listening" and waiting:
                    await line.send({"type": "text", "text": waiting.pop(0)})
                if message["type"] in ("ended", "error"):
                    break
        return seen


def until(holds: Callable[[], bool], what: str, within_s: float = UNTIL_S) -> None:
    """Wait until it is so."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)
