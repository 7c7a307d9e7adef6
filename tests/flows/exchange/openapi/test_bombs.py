"""No document takes for ever or all memory, whatever it was made for."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.flows.exchange.openapi.bombs import BOMBS


@pytest.mark.parametrize("name", BOMBS)
def test_bounded(name: str) -> None:
    command = [sys.executable, "-m", "tests.flows.exchange.openapi.bombs", name]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stderr[-2_000:]
    told = json.loads(ran.stdout)
    assert "refused" in told or told["tools"] == told["can"]
    assert "\n" not in told.get("refused", "")
