"""Runs `manage.py bot …` as people do."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_FILE = tempfile.NamedTemporaryFile(prefix="voxloom-no-folder-")  # noqa: SIM115  it lives as long as the tests
NOWHERE = Path(_FILE.name) / "data"
"""A folder that nobody can make, not even root: a command that needs no data of its own must not miss it."""


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    def objects(self) -> list[Any]:
        """The JSON lines of standard output; fails on anything else there."""
        return [json.loads(line) for line in self.out.splitlines()]


def bot(*arguments: str | Path, said: str | bytes = "", data: Path | None = None) -> Ran:
    """Run one command; `said` is its standard input. Never with a traceback."""
    done = subprocess.run(
        [sys.executable, "manage.py", "bot", *map(str, arguments)],
        cwd=ROOT,
        input=said.encode() if isinstance(said, str) else said,
        capture_output=True,
        timeout=100,
        env={**os.environ, "VOXLOOM_DATA": str(data or NOWHERE)},
        check=False,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    assert "Traceback" not in ran.out, ran.out
    return ran
