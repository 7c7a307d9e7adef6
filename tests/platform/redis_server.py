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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


def started(folder: Path, port: int, *more: str) -> "subprocess.Popen[bytes]":
    """One that answers when this returns."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("No redis-server for the tests; run: sudo apt-get install -y redis-server", pytrace=False)
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder), *more]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + START_S
    while not _answers(port):
        if time.monotonic() > until:
            process.kill()
            pytest.fail("the Redis of the tests does not start")
        time.sleep(0.05)
    return process


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Its address; `port` is one that is free where none is named."""
    port = port or free_port()
    process = started(folder, port)
    try:
        yield address_of(port)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        with redis.Redis.from_url(address_of(port)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
