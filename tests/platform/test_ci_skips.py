"""In CI a skipped test is a failed one; elsewhere it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPING = """
import pytest

def test_runs(): pass

@pytest.mark.skip(reason="no microphone")
def test_skips(): pass

@pytest.mark.xfail
def test_is_expected_to_fail(): assert False
"""


@pytest.mark.parametrize(("ci", "summary", "code"), [("1", "1 passed, 1 xfailed, 1 error", 1), ("", "1 skipped", 0)])
def test_a_skip_fails_only_in_ci(root: Path, tmp_path: Path, ci: str, summary: str, code: int) -> None:
    shutil.copy(root / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"VOXLOOM_CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == code, result.stdout
    assert summary in result.stdout
    assert ("no microphone" in result.stdout) == bool(ci)
