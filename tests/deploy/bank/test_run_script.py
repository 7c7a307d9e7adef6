"""scripts/run.sh: what the server is told of the bank beside it. Python only plays its part here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Notes what it was asked to do and with which networks; the keeper of the bank answers as the file beside it says.
PYTHON = """#!/bin/sh
echo "$* [${OUTGOING_NETWORKS:-}]" >> done
[ "$2" != deploy.bank.beside ] || cat answer
"""


@dataclass(frozen=True)
class Clone:
    """The scripts with a Python that plays."""

    root: Path

    def run(self, **environment: str) -> "subprocess.CompletedProcess[str]":
        """`make run`."""
        clean = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "OUTGOING_NETWORKS")}
        script = str(self.root / "scripts" / "run.sh")
        return subprocess.run([script], env=clean | environment, capture_output=True, text=True, check=False)

    def done(self) -> list[str]:
        """What Python was asked to do, in order."""
        return (self.root / "done").read_text().splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    here = Clone(tmp_path / "my clone")
    (here.root / "scripts").mkdir(parents=True)
    (here.root / ".venv" / "bin").mkdir(parents=True)
    for name in ("run.sh", "common.sh"):
        shutil.copy(ROOT / "scripts" / name, here.root / "scripts")
    for path, text in ((here.root / "scripts" / "setup.sh", "#!/bin/sh\n"), (here.root / ".venv/bin/python", PYTHON)):
        path.write_text(text)
        path.chmod(0o755)
    (here.root / "answer").write_text("8931\n")
    return here


def test_bots_may_ask_for_that_port_alone(clone: Clone) -> None:
    assert clone.run().returncode == 0
    beside, prepare, serve = clone.done()
    assert beside.startswith("-m deploy.bank.beside ")
    assert beside.endswith(" []")
    assert prepare == "manage.py prepare --first-run --bank 8931 [127.0.0.1/32:8931]"
    assert serve == "manage.py serve [127.0.0.1/32:8931]"


def test_what_the_operator_opens_stays_open(clone: Clone) -> None:
    clone.run(OUTGOING_NETWORKS="10.0.0.0/8")
    assert clone.done()[-1] == "manage.py serve [10.0.0.0/8,127.0.0.1/32:8931]"


@pytest.mark.parametrize("environment", [{"BANK": "off"}, {"DATABASE_URL": "postgres://x"}])
def test_it_is_left_out(clone: Clone, environment: dict[str, str]) -> None:
    assert clone.run(**environment).returncode == 0
    assert clone.done() == ["manage.py prepare --first-run --bank off []", "manage.py serve []"]


def test_it_is_there_beside_a_shared_database_where_somebody_says_so(clone: Clone) -> None:
    clone.run(DATABASE_URL="postgres://x", BANK="on")
    assert clone.done()[-1] == "manage.py serve [127.0.0.1/32:8931]"


def test_without_a_bank_the_server_runs_all_the_same(clone: Clone) -> None:
    (clone.root / "answer").unlink()
    assert clone.run().returncode == 0
    assert clone.done()[1:] == ["manage.py prepare --first-run []", "manage.py serve []"]


def test_another_word_is_one_line(clone: Clone) -> None:
    ran = clone.run(BANK="maybe")
    assert ran.returncode == 1
    assert ran.stderr == "voxloom: BANK must be on or off, not maybe.\n"
    assert not (clone.root / "done").exists()
