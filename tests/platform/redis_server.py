"""A Redis of the tests' own: on a port that was free, in memory, gone afterwards."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

START_S = 20


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Its address; `port` is one that is free where none is named."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("No redis-server for the tests; run: sudo apt-get install -y redis-server", pytrace=False)
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    try:
        client = redis.Redis.from_url(address)
        until = time.monotonic() + START_S
        while True:
            try:
                client.ping()
                break
            except redis.RedisError:
                assert time.monotonic() < until, "the Redis of the tests does not start"
                time.sleep(0.05)
        client.close()
        yield address
    finally:
        process.terminate()
        process.wait(10)
