"""`bot call` as a command: its exit codes and what it writes where."""

import argparse
import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from runtime.caller import wav
from tests.calls.fake_server import FakeServer, beep
from tests.calls.served import free_port
from voxloom.management.commands.verbs import call

KEY = ("--api-key", "k")


@pytest.fixture
def beeping(tmp_path: Path) -> Path:
    wav.save(tmp_path / "beep.wav", beep(300))
    return tmp_path / "beep.wav"


def parsed(*words: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser(exit_on_error=False)
    call.add_arguments(parser)
    return vars(parser.parse_args(words))


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = call.run(parsed(*words))
    return (code, *capsys.readouterr())


@contextmanager
def elsewhere(server: FakeServer) -> Iterator[str]:
    """The server on a loop of its own in another thread: the command needs the main one for its signals."""
    ready = threading.Event()
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        async with server.running():
            stop = asyncio.Event()
            stops.append((asyncio.get_running_loop(), stop))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield server.address
    finally:
        loop, stop = stops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


@pytest.mark.parametrize("milliseconds", ["-1", "nan", "soon", "60001"])
def test_overlap_is_a_number_of_milliseconds(milliseconds: str) -> None:
    with pytest.raises(argparse.ArgumentError, match="milliseconds"):
        parsed("riverbank", "a.wav", "--overlap", milliseconds)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("riverbank", "missing.wav"), "missing.wav: there is no such file"),
        (("riverbank", "BEEP", "--server", "127.0.0.1:8000"), "is not the address of a server"),
        (("riverbank", "BEEP", "--server", "http://[::1"), "is not the address of a server"),
        (("riverbank", "BEEP", "--server", "http://127.0.0.1:99999"), "is not the address of a server"),
        (("riverbank", "BEEP", "--record", "/no/such/folder/out.wav"), "cannot be written"),
        (("riverbank", "BEEP", "--log", "/no/such/folder/log"), "cannot be written"),
    ],
)
def test_a_call_that_cannot_begin_is_one_line(
    words: tuple[str, ...], problem: str, beeping: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [str(beeping) if word == "BEEP" else word for word in words]
    code, out, error = run(*named, *KEY, "--json", capsys=capsys)
    assert (code, out) == (2, "")
    assert problem in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("key", [(), KEY])
def test_a_dead_server_is_one_line(key: tuple[str, ...], beeping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    code, out, error = run("riverbank", str(beeping), "--server", address, *key, capsys=capsys)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert address in error


def test_the_port_of_the_environment_is_the_default(
    beeping: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    code, _, error = run("riverbank", str(beeping), *KEY, capsys=capsys)
    assert code == 2
    assert f"http://127.0.0.1:{port}" in error


@pytest.mark.calls
def test_an_unknown_bot_is_the_servers_own_words(beeping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with elsewhere(FakeServer()) as address:
        code, out, error = run("nobody", str(beeping), *KEY, "--server", address, capsys=capsys)
    assert (code, out, error) == (2, "", "There is no bot of that name. Publish it first.\n")


@pytest.mark.calls
def test_json_events_and_nothing_else_on_standard_output(beeping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with elsewhere(FakeServer()) as address:
        code, out, error = run("beeper", str(beeping), *KEY, "--server", address, "--json", capsys=capsys)
    assert (code, error) == (0, "")
    events = [json.loads(line) for line in out.splitlines()]
    assert events[-1]["event"] == "ended"
    assert all(isinstance(event["at_ms"], float) for event in events)


@pytest.mark.calls
def test_a_transcript_for_a_person(beeping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with elsewhere(FakeServer()) as address:
        code, out, _ = run("beeper", str(beeping), *KEY, "--server", address, capsys=capsys)
    assert code == 0
    assert [line[11:] for line in out.splitlines() if "[" not in line] == [
        "connected",
        "Bot:    Beep.",
        "Caller: something",
        "Bot:    Beep number 1.",
        "ended: hangup",
    ]
