"""A Redis that a test may kill, freeze, slow down and start again on the same port."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import redis

START_S = 20


class BreakableRedis:
    """Keeps nothing over a restart, like one that lost its disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.address = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Ready when this returns."""
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("No redis-server for the tests; run: sudo apt-get install -y redis-server", pytrace=False)
        words = [program, "--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        words += ["--enable-debug-command", "yes"]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_S
        while not self._answers():
            assert time.monotonic() < until, "the Redis of the tests does not start"
            time.sleep(0.05)

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

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.address) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
