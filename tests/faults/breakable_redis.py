"""A Redis that a test may kill, freeze, slow down and start again on the same port."""

import signal
import socket
import subprocess
import time
from pathlib import Path

import redis

from tests.platform.redis_server import address_of, free_port, started


class BreakableRedis:
    """Keeps nothing over a restart, like one that lost its disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._port = free_port()
        self.address = address_of(self._port)

    def start(self) -> None:
        """Ready when this returns."""
        self._process = started(self._folder, self._port, "--enable-debug-command", "yes")

    def kill(self) -> None:
        """As a machine that is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def freeze(self) -> None:
        """It takes connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def slow_down(self, seconds: float) -> None:
        """It answers nobody for so long."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=5) as line:
            line.sendall(f"DEBUG SLEEP {seconds}\r\n".encode())
            time.sleep(0.05)

    def lose_everything(self) -> None:
        """Its data, not its life."""
        with redis.Redis.from_url(self.address) as client:
            client.flushall()
