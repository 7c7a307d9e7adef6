"""How long a breaker takes to decide whether somebody may be asked, and to be told what came of it."""

import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks._machine import percentile
from tools.resting import Breaker
from voxloom.shared.backing import KeepsBreakers
from voxloom.shared.breakers import Breakers

WARM = 50
NO_REDIS = "left out: there is no redis-server"


async def measure(folder: Path, times: int) -> dict[str, Any]:
    """In memory, and in a Redis that is started for it. Times in ms."""
    figures = await _decided("breaker", Breakers(), times)
    if shutil.which("redis-server") is None:
        return figures | {"breaker_redis_p50_ms": None, "breaker_redis_note": NO_REDIS}
    from tests.platform.redis_server import redis_server
    from voxloom.shared.redis_breakers import RedisBreakers
    from voxloom.shared.redis_link import connect

    with redis_server(folder) as address, connect(address) as client:
        return figures | await _decided("breaker_redis", RedisBreakers(client), times)


async def _decided(name: str, breakers: KeepsBreakers, times: int) -> dict[str, Any]:
    """Of one that is closed, as nearly all are."""
    breaker = Breaker("the tool balance of the benchmark", breakers=lambda: breakers)
    took_ms = []
    for number in range(WARM + times):
        began = time.perf_counter()
        async with breaker.asked() as asked:
            decided = time.perf_counter()
            asked.answered = asked.ok = True
        if number >= WARM:
            took_ms.append((decided - began) * 1000)
    return {f"{name}_p50_ms": percentile(took_ms, 0.5, 4), f"{name}_p95_ms": percentile(took_ms, 0.95, 4)}
