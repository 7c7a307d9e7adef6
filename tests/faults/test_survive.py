"""Calls through a whole cluster whose owners are killed at random instants, whose Redis is lost, whose process stops."""

import json
import subprocess
import sys

import pytest

from tests.deploy.running import ROOT
from tests.faults.amounts import FULL

pytestmark = [pytest.mark.calls, pytest.mark.timeout(900)]
RUNS = 50 if FULL else 10
RUN_S = 850


def test_calls_go_on_whatever_dies_under_them() -> None:
    """Without speech models; `benchmarks/survive.py` does the same with them."""
    done = subprocess.run(
        [sys.executable, "benchmarks/survive.py", "--stubbed", "--quick", "--runs", str(RUNS), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=RUN_S,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr[-3000:]}\n{done.stdout[-3000:]}"
    figures = json.loads(done.stdout)
    assert figures["runs"] == RUNS
    assert figures["resumed_with_equal_state"] >= 0.98
    assert (figures["committed_lines_lost"], figures["redis_failed"], figures["stop_failed"]) == (0, 0, 0)
    assert figures["stop_cut"] == 0
