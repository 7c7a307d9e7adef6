"""Runs `manage.py bot …` as people do."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import warm

ROOT = Path(__file__).resolve().parents[2]
_FILE = tempfile.NamedTemporaryFile(prefix="voxloom-no-folder-")  # noqa: SIM115  it lives as long as the tests
DATA = "VOXLOOM_DATA"
_SHARED = tempfile.TemporaryDirectory(prefix="voxloom-commands-")
"""What is learned of a bot is learned once."""
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
    words = ["bot", *map(str, arguments)]
    typed = said.encode() if isinstance(said, str) else said
    if data is None:
        done = warm.run(words, settings={DATA: _SHARED.name}, said=typed)
    else:
        done = warm.run(words, own={DATA: str(data)}, said=typed)
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    assert "Traceback" not in ran.out, ran.out
    return ran
