"""A bank beside a server: it begins with it, comes back when it dies, and ends with it."""

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.bank.place import Place
from tests.deploy.bank.running import ROOT
from tests.deploy.running import until

END_S = 30


@dataclass
class House:
    """A process that plays the server, and those that keep a bank beside it."""

    data: Path
    server: "subprocess.Popen[bytes]"
    keepers: "list[subprocess.Popen[str]]" = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The bank's."""
        return Place(self.data / "bank")

    def keep(self) -> "int | None":
        """Have a bank kept; its port."""
        keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.bank.beside", str(self.server.pid)], cwd=ROOT, text=True,
            env={**os.environ, "VOXLOOM_DATA": str(self.data)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.keepers.append(keeper)
        assert keeper.stdout is not None
        said = keeper.stdout.read()  # to its end, as a shell does
        return int(said) if said else None

    def told(self, number: int = 0) -> str:
        """What a keeper said on the console; it says no more, so all of it has ended."""
        error = self.keepers[number].stderr
        assert error is not None
        return error.read()

    def leave(self) -> None:
        """The server ends."""
        self.server.kill()
        self.server.wait(END_S)


@contextmanager
def house(data: Path) -> Iterator[House]:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as server:
        playing = House(data, server)
        try:
            yield playing
        finally:
            playing.leave()
            for keeper in playing.keepers:
                with keeper:
                    keeper.communicate(timeout=END_S)


def answers(port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=END_S)) as line:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
    except OSError:
        return False


def bank_of(place: Place) -> int | None:
    """Its process, whose command names the folder."""
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if b"deploy.bank" in words and str(place.database).encode() in words:
            return int(entry.name)
    return None


def test_it_runs_while_the_server_does(tmp_path: Path) -> None:
    with house(tmp_path) as playing:
        port = playing.keep()
        assert port is not None
        until(lambda: answers(port), "no bank answers")
        for name in ("token", "port"):
            assert stat.S_IMODE((playing.place.folder / name).stat().st_mode) == 0o600
        assert stat.S_IMODE(playing.place.folder.stat().st_mode) == 0o700
        token = playing.place.token_file.read_text()
        assert len(token.strip()) > 30
        playing.leave()
        assert playing.told() == ""
        assert bank_of(playing.place) is None
        assert not answers(port)
    with house(tmp_path) as playing:
        assert playing.keep() == port
        assert playing.place.token_file.read_text() == token


def test_a_bank_that_is_killed_comes_back(tmp_path: Path) -> None:
    with house(tmp_path) as playing:
        port = playing.keep()
        assert port is not None
        until(lambda: answers(port), "no bank answers")
        killed = bank_of(playing.place)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        until(lambda: bank_of(playing.place) not in (killed, None) and answers(port), "it does not come back")
        playing.leave()
        told = playing.told()
        assert told.startswith("voxloom: Riverbank's bank is away")
        assert f"It ended with {-signal.SIGKILL}" in told


def test_a_bank_that_cannot_start_is_told_of_once(tmp_path: Path) -> None:
    with house(tmp_path) as playing:
        playing.place.make()
        playing.place.database.write_text("this is no database" * 100)
        port = playing.keep()
        assert port is not None
        error = playing.keepers[0].stderr
        assert error is not None
        line = error.readline()
        assert "The bank cannot start: " in line
        seen: set[int | None] = set()

        def was_tried_again() -> bool:
            seen.add(bank_of(playing.place))
            return len(seen - {None}) > 1

        until(was_tried_again, "it is not tried again")
        assert not answers(port)
        playing.leave()
        assert playing.told() == ""


def test_a_port_that_somebody_took_is_left_to_them(tmp_path: Path) -> None:
    with house(tmp_path) as playing:
        first = playing.keep()
        assert first is not None
        playing.leave()
        playing.told()
    with closing(socket.create_server(("127.0.0.1", first))), house(tmp_path) as playing:
        second = playing.keep()
        assert second not in (None, first)
        assert playing.place.last_port() == second
        until(lambda: answers(int(second or 0)), "no bank answers")


def test_a_second_server_on_the_same_data_has_the_same_bank(tmp_path: Path) -> None:
    with house(tmp_path) as playing, house(tmp_path) as other:
        port = playing.keep()
        assert other.keep() == port
        other.leave()
        until(lambda: answers(int(port or 0)), "no bank answers")


def test_a_keeper_that_is_killed_takes_the_bank_with_it(tmp_path: Path) -> None:
    with house(tmp_path) as playing:
        port = playing.keep()
        assert port is not None
        until(lambda: answers(port), "no bank answers")
        bank = bank_of(playing.place)
        assert bank is not None
        stat_fields = Path(f"/proc/{bank}/stat").read_text().rpartition(")")[2].split()
        os.kill(int(stat_fields[1]), signal.SIGKILL)
        until(lambda: bank_of(playing.place) is None, "it goes on")


@pytest.mark.parametrize("words", [["999999999"], ["4194304"]])
def test_no_server_no_bank(tmp_path: Path, words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.bank.beside", *words], cwd=ROOT,
        env={**os.environ, "VOXLOOM_DATA": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=END_S,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with house(tmp_path / "file" / "x") as playing:
        assert playing.keep() is None
        (line,) = playing.told().splitlines()
        assert line.startswith("voxloom: Riverbank's bank cannot start: ")


@pytest.mark.parametrize("text", ["", "x", "0", "99999", "-1", "8931.0", "\u0661"])
def test_a_port_file_that_holds_none_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "port").write_text(text)
    assert Place(tmp_path).last_port() is None
