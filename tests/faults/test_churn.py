"""Call after call, in two passes of the same: everything is given back, and memory does not grow with their number.

`benchmarks/load.py` does the same for a quarter of an hour, and with as many callers as a process takes.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calls.served import START_SECONDS, environment
from tests.faults.amounts import amount
from tests.platform.redis_server import redis_server

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(600)]

PUBLISH = "import django; django.setup(); from benchmarks.voice.house import publish_bots; publish_bots()"
CALLERS = 3
CALL_S = 4.0
PASS_S = amount(25, 120)
FLOOR_MB = amount(8, 4)
"""Caches fill for a hundred calls (7 MB in the first 24 of them, then 5, 2, 1, 0.3 and nothing), so the second pass of
a short run may grow by so much. A leak of half a megabyte a call shows above it."""


def test_calls_leave_nothing_behind(tmp_path: Path) -> None:
    from benchmarks.loading import churn, judge
    from benchmarks.loading.street import Street
    from benchmarks.voice import house
    from benchmarks.voice.corpus import DRINKS, THIRSTY
    from benchmarks.voice.generator import Talk
    from benchmarks.voice.speech import QUICK_VOICES, Studio

    data = tmp_path / "var"
    house.prepare(data)
    publishing = {**environment(data, 0), "DJANGO_SETTINGS_MODULE": "voxloom.settings"}
    subprocess.run([sys.executable, "-c", PUBLISH], env=publishing, check=True, timeout=START_SECONDS)

    async def work(redis_url: str) -> tuple[judge.Idle, churn.Pass, churn.Pass]:
        studio = Studio(QUICK_VOICES)
        said = await studio.record(next(iter(studio.voices)), DRINKS)
        street = Street(data, (Talk("teller", (THIRSTY,), tuple(said)),), "", quick=True, redis_url=redis_url)
        async with street.house("churn") as served:
            return await churn.passes(street, served, CALLERS, PASS_S, CALL_S)

    with redis_server(tmp_path) as address:
        cold, first, second = asyncio.run(work(address))
    report = churn.report(cold, first, second, FLOOR_MB)
    log = (data / "churn.log").read_text()
    assert "Traceback" not in log, log[-3000:]
    assert not report["problems"], report
    assert min(report["calls"]) >= CALLERS, report
    assert report["left"] == [{}, {}], report
    assert not report["grows"], report
