"""What it costs to have a language model asked by a process of its own: to the first piece, and for a whole answer.

    .venv/bin/python benchmarks/models.py [--quick] [--json]

The model is a stub on this machine that answers at once (`_stub_model.py`), so all that is measured is the way: a plain
client that reads the same stream, and `generate`'s own way through the pipes and LiteLLM, in turn. With eight questions
at once, each of the clients waits for its own.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings.test")  # whose breakers lie in this process
import httpx  # noqa: E402

from benchmarks._machine import percentile, tell  # noqa: E402
from benchmarks._peer import StubServer  # noqa: E402
from flows.engine.commands import AskModel  # noqa: E402
from tools.models.address import ModelAddress  # noqa: E402
from tools.models.process import ModelProcess  # noqa: E402
from tools.models.streaming import StreamingModel  # noqa: E402

QUESTIONS, QUICK_QUESTIONS = 400, 60
AT_ONCE = 8
WARM_UP = 10
"""Lines are opened, and what is imported late is there."""
LONG_MS = 30_000
TARGET_P50_MS = 40.0
"""Of the overhead to the first piece: a twelfth of the time in which people answer each other."""
Asked = Callable[[], Awaitable[tuple[float, float]]]
"""Milliseconds to the first piece, and to the end."""


def figures(quick: bool) -> dict[str, Any]:
    """All of it."""
    return asyncio.run(_measured(QUICK_QUESTIONS if quick else QUESTIONS))


async def _measured(count: int) -> dict[str, Any]:
    process = ModelProcess()
    began = time.perf_counter()
    try:
        await process.start()
        started_ms = (time.perf_counter() - began) * 1000
        async with StubServer() as stub, httpx.AsyncClient(timeout=LONG_MS / 1000) as client:
            model = StreamingModel(process, ModelAddress("openai/stub", stub.address, "none", LONG_MS, (0.0, 0.0)))
            ways: dict[str, Asked] = {
                "plain": lambda: _plain(client, stub.address),
                "ours": lambda: _ours(model),
            }
            first = await _ours(model)
            for asked in ways.values():
                await asyncio.gather(*(asked() for _ in range(WARM_UP)))
            told = _told("", await _in_turn(ways, count, 1))
            told |= _told(f"_{AT_ONCE}", await _in_turn(ways, count, AT_ONCE))
            memory = _rss_mb(process.pid)
    finally:
        await process.aclose()
    overhead = told["ours_first_p50_ms"] - told["plain_first_p50_ms"]
    return {
        "n": count,
        "started_ms": round(started_ms),
        "very_first_ms": round(first[0], 1),
        **told,
        "overhead_first_p50_ms": round(overhead, 1),
        f"overhead_{AT_ONCE}_first_p50_ms": round(
            told[f"ours_{AT_ONCE}_first_p50_ms"] - told[f"plain_{AT_ONCE}_first_p50_ms"], 1
        ),
        "process_rss_mb": memory,
        "target_p50_ms": TARGET_P50_MS,
        "passed": overhead <= TARGET_P50_MS,
    }


async def _in_turn(ways: dict[str, Asked], count: int, at_once: int) -> dict[str, list[tuple[float, float]]]:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(count // at_once):
        for name, asked in ways.items():
            taken[name] += await asyncio.gather(*(asked() for _ in range(at_once)))
    return taken


def _told(how: str, taken: dict[str, list[tuple[float, float]]]) -> dict[str, Any]:
    told = {}
    for name, times in taken.items():
        for what, at in (("first", 0), ("whole", 1)):
            for share in (50, 95):
                told[f"{name}{how}_{what}_p{share}_ms"] = percentile([one[at] for one in times], share / 100)
    return told


async def _plain(client: httpx.AsyncClient, address: str) -> tuple[float, float]:
    """As a program reads it that does nothing else."""
    body = {"model": "stub", "stream": True, "messages": [{"role": "user", "content": "Say it."}]}
    began, first = time.perf_counter(), None
    async with client.stream("POST", f"{address}/chat/completions", json=body) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: {"):
                delta = json.loads(line[6:])["choices"][0]["delta"]
                if first is None and delta.get("content"):
                    first = (time.perf_counter() - began) * 1000
    assert first is not None
    return first, (time.perf_counter() - began) * 1000


async def _ours(model: StreamingModel) -> tuple[float, float]:
    began = time.perf_counter()
    pieces: list[float] = []
    command = AskModel("m-1", "main.think", "Say it.", LONG_MS)
    outcome = await model.ask(command, lambda _piece: pieces.append((time.perf_counter() - began) * 1000))
    assert outcome.error is None, outcome.error
    return pieces[0], (time.perf_counter() - began) * 1000


def _rss_mb(pid: int | None) -> int | None:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
    return None


if __name__ == "__main__":
    tell(__doc__, figures, ("litellm", "httpx"))
