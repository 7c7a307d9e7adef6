"""The serving process: it takes the port, says when it is ready, waits for calls, and ends.

The runtime is played by a service that starts and drains when the test says so, by a line on standard input.
"""

import contextlib
import gc
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voxloom.serving import LOOKS, CannotListen, keep_for_good, listen

END_S = 10  # of the process after SIGTERM, as promised
START_S = 60  # until it has looked at its port, on a machine that is busy

PROGRAM = """
import asyncio, gc, os, sys, types

LOADED = 10_000

class RuntimeService:
    async def word(self):
        loop = asyncio.get_running_loop()
        came = loop.create_future()
        loop.add_reader(0, lambda: came.done() or came.set_result(sys.stdin.readline().strip()))
        try:
            return await came
        finally:
            loop.remove_reader(0)

    async def start(self):
        print("starting", flush=True)
        service.is_ready = await self.word() == "start"
        if not service.is_ready:
            raise RuntimeError("no models")

    async def drain(self, seconds):
        print("kept for good:", gc.get_freeze_count() > LOADED, flush=True)
        print("draining", seconds, flush=True)
        try:
            await asyncio.wait_for(self.word(), seconds)
        except TimeoutError:
            print("cut off", flush=True)

    async def aclose(self):
        print("closed", flush=True)
        if os.environ.get("STUCK"):
            await asyncio.get_running_loop().create_future()

service = types.SimpleNamespace(is_ready=False, ready=lambda: service.is_ready, RuntimeService=RuntimeService)
import django
django.setup()
from voxloom.management.commands import serve
serve.service = service
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "serve"])
"""


class Server:
    """A served process and the lines it prints."""

    def __init__(self, data: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        settings = {"DJANGO_SETTINGS_MODULE": "voxloom.settings", "VOXLOOM_DATA": str(data), "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", PROGRAM],
            env=os.environ | settings | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def say(self, word: str) -> None:
        """Send one word to the service that is played."""
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def lines_until(self, last: str) -> list[str]:
        """Read what it prints, up to the line that contains `last`."""
        assert self.process.stdout
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line.strip())
            if last in line:
                return lines
        pytest.fail(f"{last!r} was never printed; standard error: {self.errors()}")

    def errors(self) -> str:
        """Read standard error to its end."""
        assert self.process.stderr
        return self.process.stderr.read()

    def readyz(self) -> tuple[int, list[str]]:
        """Ask whether it is ready."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", "/readyz")
            with connection.getresponse() as answer:
                return answer.status, json.load(answer)["waiting_for"]

    def started(self) -> "Server":
        """Let it start and read its addresses."""
        self.say("start")
        self.lines_until("Stop it with Ctrl-C")
        return self

    def wait(self) -> int:
        """Return the exit code, within the time promised."""
        return self.process.wait(END_S)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[object]:
    with contextlib.ExitStack() as stack:

        def start(**environment: str) -> Server:
            server = Server(tmp_path, **environment)

            def end() -> None:
                server.process.kill()
                with server.process:
                    pass

            stack.callback(end)
            return server

        yield start


@pytest.fixture
def server(serve: object, request: pytest.FixtureRequest) -> Server:
    assert callable(serve)
    return serve(**getattr(request, "param", {}))


def test_it_is_ready_when_the_runtime_is_and_says_where(server: Server, tmp_path: Path) -> None:
    server.lines_until("starting")
    assert server.readyz() == (503, ["runtime"])
    server.say("start")
    lines = server.lines_until("Stop it with Ctrl-C")
    assert server.readyz() == (200, [])
    base = f"http://localhost:{server.port}"
    assert [line.split()[-1] for line in lines[1:5]] == [
            f"{base}/", f"{base}/designer/", f"{base}/admin/", f"{base}/readyz",
        ]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_waits_for_calls_without_being_ready_and_ends_cleanly(server: Server, number: int) -> None:
    server.started().process.send_signal(number)
    server.process.send_signal(number)  # `make` passes on what the group has had: still one signal
    assert "kept for good: True" in server.lines_until("draining 5")
    assert server.readyz() == (503, ["not stopping"])
    server.say("the last call ended")
    assert server.lines_until("closed") == ["closed"]
    assert server.wait() == 0


@pytest.mark.parametrize("server", [{"DRAIN_SECONDS": "0.1"}], indirect=True)
def test_calls_that_go_on_are_cut_off_after_the_drain(server: Server) -> None:
    server.started().process.terminate()
    server.lines_until("cut off")
    server.lines_until("closed")
    assert server.wait() == 0


@pytest.mark.parametrize("server", [{"DRAIN_SECONDS": "0.1", "STUCK": "1"}], indirect=True)
def test_a_runtime_that_does_not_close_does_not_keep_the_process(server: Server) -> None:
    server.started().process.terminate()
    server.wait()
    assert "did not close within" in server.errors()


def test_a_signal_while_starting_ends_it(server: Server) -> None:
    server.lines_until("starting")
    server.process.terminate()
    server.lines_until("closed")
    assert server.wait() == 0


def test_a_runtime_that_does_not_start_ends_the_process_with_an_error(server: Server) -> None:
    server.say("fail")
    server.lines_until("closed")
    assert server.wait() == 1
    assert "no models" in server.errors()


def test_a_port_in_use_is_one_line(server: Server, serve: object) -> None:
    server.started()
    assert callable(serve)
    second = serve(PORT=str(server.port))
    assert second.process.wait(START_S) == 1
    assert second.errors().splitlines() == [
        f"CommandError: Port {server.port} is in use; choose another one: PORT={server.port + 1} make run"
    ]


def test_a_host_that_is_not_this_machine_is_one_line() -> None:
    with pytest.raises(CannotListen, match="HOST must be an address of this machine"):
        listen("192.0.2.1", 0)


def test_what_was_loaded_is_never_looked_through_again() -> None:
    before = gc.get_threshold()
    try:
        keep_for_good()
        assert gc.get_freeze_count() > 1_000
        assert gc.get_threshold() == LOOKS
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
