"""What may be imported where: Piper (GPL) in its own program only, no Django and no WebRTC in any worker."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.speech.process import worker_environment

ROOT = Path(__file__).parents[3]


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_only_the_voice_worker_imports_piper() -> None:
    folders = ("flows", "tools", "runtime", "designer", "platform", "benchmarks", "tests")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    assert [file.relative_to(ROOT).as_posix() for file in files if "piper" in imported(file)] == [
        "runtime/speech/workers/voice.py"
    ]


PROGRAMS = ("runtime/language/server.py",)
"""Workers that are no speech: processes of their own, too."""


def test_nothing_outside_imports_the_workers_programs() -> None:
    for file in (ROOT / "runtime").rglob("*.py"):
        if "workers" not in file.parts and file.relative_to(ROOT).as_posix() not in PROGRAMS:
            assert "runtime.speech.workers" not in file.read_text("utf-8").replace('f"runtime.speech.workers.', "")


@pytest.mark.models
@pytest.mark.parametrize("name", ["recogniser", "second", "voice", "vectors"])
def test_a_worker_loads_neither_django_nor_webrtc(name: str) -> None:
    program = f"""
import sys
import runtime.speech.workers.{name}
found = {{name.split(".")[0] for name in sys.modules}} & {{"django", "channels", "daphne", "aiortc", "litellm"}}
sys.exit(", ".join(sorted(found)) or 0)
"""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env=worker_environment({}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
