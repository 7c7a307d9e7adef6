"""Orders that are placed by a tool while the process that serves the calls dies, step by step: each is placed once."""

import json
import subprocess
import sys

import pytest

from tests.deploy.running import ROOT
from tests.faults.amounts import FULL

pytestmark = [pytest.mark.models, pytest.mark.timeout(2_400)]
CALLS = 2_000 if FULL else 200
RUN_S = 2_300


def test_what_a_tool_does_happens_once_whenever_the_process_dies() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/effects.py", "--quick", "--calls", str(CALLS), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=RUN_S,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr[-3000:]}\n{done.stdout[-3000:]}"
    figures = json.loads(done.stdout)
    assert figures["held"]
    assert figures["calls"] == CALLS
    assert set(figures["by_step"]) == {
        "before_send", "after_send", "after_effect", "after_reply", "before_commit", "random"
    }  # fmt: skip
    assert (figures["duplicates"], figures["lost_but_told"]) == (0, 0)
    assert figures["resumed"] > CALLS / 2
