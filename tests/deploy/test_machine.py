"""What a cluster needs of the machine, and what is said where that is missing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.cluster import machine
from deploy.cluster.machine import Runner, check_free, find, find_postgres, runner
from deploy.cluster.problem import CannotRun
from tests.deploy.running import until


def test_a_program_that_is_missing_is_named_with_its_package() -> None:
    assert Path(find("sh", "dash")).exists()
    with pytest.raises(CannotRun, match=r"no-such-server is missing; install it: .*apt-get install its-package"):
        find("no-such-server", "its-package")


def test_a_data_folder_gets_the_programs_of_its_version_else_the_newest(tmp_path: Path) -> None:
    for version in ("9.6", "13", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    assert find_postgres(folders=tmp_path) == tmp_path / "15" / "bin"
    assert find_postgres("13", tmp_path) == tmp_path / "13" / "bin"
    assert find_postgres("17", tmp_path) == tmp_path / "15" / "bin"


def test_a_port_in_use_is_told_with_what_it_was_for() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotRun, match=f"Port {port}, for redis, cannot be taken"):
            check_free({"proxy": machine_port(), "redis": port}, "127.0.0.1")
    check_free({"proxy": port}, "127.0.0.1")


def machine_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def test_a_program_ends_when_who_started_it_is_killed() -> None:
    starts = (
        "import subprocess, sys, os, signal\n"
        "from deploy.cluster.machine import ends_with_us\n"
        "child = subprocess.Popen(ends_with_us(('sleep', '600')), stdout=subprocess.DEVNULL)\n"
        "while not open(f'/proc/{child.pid}/cmdline').read().startswith('sleep'): pass\n"  # it has asked for that
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    started = subprocess.run([sys.executable, "-c", starts], capture_output=True, text=True, timeout=60)
    sleeps = Path(f"/proc/{int(started.stdout)}/cmdline")
    until(lambda: not sleeps.exists() or not sleeps.read_text(), "it sleeps on")


def test_whoever_is_not_root_runs_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert runner(tmp_path) == Runner()
    assert runner(tmp_path).words() == ()


def test_root_hands_over_to_somebody_without_rights_who_may_enter_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "UNPRIVILEGED", ("no-such-user-here", "nobody"))
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    who = runner(closed)
    assert who.user == "nobody"
    assert "--ambient-caps=+dac_override" in who.words()
    assert runner(Path("/")).words()[:2] == ("setpriv", f"--reuid={who.uid}")
    assert not any("caps" in word for word in runner(Path("/")).words())


def test_what_runs_as_somebody_else_reads_its_folder_below_one_of_root(tmp_path: Path) -> None:
    """As root this crosses over to another user; otherwise nothing changes hands."""
    closed = tmp_path / "closed"
    (closed / "data").mkdir(parents=True)
    (closed / "data" / "file").write_text("read")
    closed.chmod(0o700)
    who = runner(closed)
    who.own(closed / "data")
    read = subprocess.run([*who.words(), "cat", str(closed / "data" / "file")], capture_output=True, text=True)
    assert read.stdout == "read"
    assert (closed / "data" / "file").stat().st_uid == (who.uid if who.user else os.getuid())
