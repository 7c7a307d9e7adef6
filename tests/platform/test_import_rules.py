"""The import rules bite: each is broken once, in a copy of the tree."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("flows", "designer", "runtime", "tools", "platform", "deploy")
NO_CODE = shutil.ignore_patterns("__pycache__", "node_modules", "frontend", "static")


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code that a test may break; it mends it again."""
    copy = tmp_path_factory.mktemp("house")
    for name in PACKAGES:
        shutil.copytree(root / name, copy / name, ignore=NO_CODE)
    shutil.copy(root / "pyproject.toml", copy)
    return copy


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": f"{tree}{os.pathsep}{tree / 'platform'}"}
    return subprocess.run(
        [program, "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


def test_the_rules_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "rule"),
    [
        ("flows/engine/bad.py", "import asyncio", "The language and the engine are pure"),
        ("flows/values/bad.py", "import numpy", "The language and the engine are pure"),
        ("flows/engine/bad.py", "import random", "The engine asks no clock and no chance"),
        ("flows/loader/bad.py", "import django", "Only the thin Django part of flows knows Django and the bottom"),
        (
            "flows/driver/bad.py",
            "import voxloom.jobs",
            "Only the thin Django part of flows knows Django and the bottom",
        ),
        ("flows/engine/bad.py", "import runtime.apps", "The house: who stands on whom"),
        ("tools/bad.py", "import runtime.apps", "The house: who stands on whom"),
        ("runtime/signalling/bad.py", "import designer.apps", "Designer and runtime never meet"),
        ("designer/bad.py", "import runtime.apps", "Designer and runtime never meet"),
        ("runtime/bad.py", "import voxloom.asgi", "The house: who stands on whom"),
        ("platform/voxloom/jobs/bad.py", "import flows.apps", "The house: who stands on whom"),
        ("platform/voxloom/accounts/bad.py", "import voxloom.settings", "The house: who stands on whom"),
        ("deploy/cluster/bad.py", "import voxloom.settings", "What starts the house is no part of it"),
        ("deploy/bad.py", "import django", "What starts the house is no part of it"),
        ("runtime/sessions/bad.py", "import piper", "Piper (GPL) stays in its process"),
        ("platform/voxloom/management/bad.py", "import piper", "Piper (GPL) stays in its process"),
    ],
)
def test_a_broken_rule_is_named(copy: Path, module: str, line: str, rule: str) -> None:
    bad = copy / module
    bad.write_text(f"{line}\n")
    try:
        result = lint_imports(copy)
    finally:
        bad.unlink()
    assert result.returncode == 1
    assert f"{rule} BROKEN" in " ".join(result.stdout.split())
