"""One and a half times as many callers as are let in: the others are told at once, and those inside feel nothing."""

import asyncio
import json
import math
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from benchmarks._machine import percentile
from benchmarks.loading import judge
from benchmarks.loading.street import Street
from benchmarks.voice import crowd
from benchmarks.voice.house import House

WINDOWS, QUICK_WINDOWS = (False, True, True, False, False, True), (False, True)
"""Whether the extra callers are there, so that what changes with time falls on both."""
SECONDS, QUICK_SECONDS = 60.0, 12.0
STAGGER_S = 0.4
BEYOND = 0.5
AGAIN_S = 1.0
"""After a refusal; the widget waits until somebody presses the button."""
ANSWER_S = 10.0


@dataclass
class Extra:
    """Callers for whom there is no line: (code of the answer, seconds from the socket to it)."""

    address: str
    answers: list[tuple[str, float]] = field(default_factory=list)

    async def call_on(self, until: float) -> None:
        """Call again and again, as one person would."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S)) as session:
            while time.monotonic() < until:
                began = time.monotonic()
                try:
                    async with asyncio.timeout(ANSWER_S):
                        code, began = await self._call(session)
                except (aiohttp.ClientError, TimeoutError) as problem:
                    code = type(problem).__name__
                self.answers.append((code, time.monotonic() - began))
                await asyncio.sleep(AGAIN_S)

    async def _call(self, session: aiohttp.ClientSession) -> tuple[str, float]:
        """What the server answers, and when the socket was begun to be opened."""
        async with session.post(f"{self.address}/rt/tickets", json={"bot": "teller"}) as answer:
            ticket = (await answer.json())["ticket"]
        began = time.monotonic()
        async with session.ws_connect(f"{self.address}/rt/call", protocols=("voxloom.v1",)) as socket:
            await socket.send_json({"type": "hello", "ticket": ticket, "mode": "voice"})
            async for frame in socket:
                message: dict[str, Any] = json.loads(frame.data)
                if message["type"] in ("ready", "error"):
                    return str(message.get("code", message["type"])), began
        return f"closed with {socket.close_code}", began


async def measure(street: Street, cap: int) -> dict[str, Any]:
    """As many calls as are let in, held all the time; more callers come and go in windows."""
    async with street.house("overload", cap) as house:
        return await _measure(street, house, cap)


async def _measure(street: Street, house: House, cap: int) -> dict[str, Any]:
    windows, seconds = (QUICK_WINDOWS, QUICK_SECONDS) if street.quick else (WINDOWS, SECONDS)
    begin_s = cap * STAGGER_S + crowd.SETTLE_S
    whole_s = begin_s + seconds * len(windows)
    jobs = crowd.jobs(cap, [house.address], street.talks, whole_s, stagger_s=STAGGER_S)
    generating = asyncio.gather(*(crowd.generate(street.data, job) for job in jobs))
    await asyncio.sleep(begin_s)
    extras = [Extra(house.address) for _ in range(math.ceil(BEYOND * cap))]
    spans: list[tuple[float, bool]] = []
    for crowded in windows:
        spans.append((time.monotonic(), crowded))
        if crowded:
            await asyncio.gather(*(extra.call_on(spans[-1][0] + seconds) for extra in extras))
        await asyncio.sleep(max(0.0, spans[-1][0] + seconds - time.monotonic()))
    rows = [row for rows in await generating for row in rows]
    alone, beside = (by_window(rows, spans, seconds, crowded=crowded) for crowded in (False, True))
    problems = [row["problem"] for row in rows if row.get("problem")]
    p95s = percentile(alone, 0.95), percentile(beside, 0.95)
    return {
        "cap": cap,
        "extra": len(extras),
        "turns": [len(alone), len(beside)],
        "p50_ms": [percentile(alone, 0.5), percentile(beside, 0.5)],
        "p95_ms": list(p95s),
        "problems": problems[:5],
        **judge.overload([answer for extra in extras for answer in extra.answers], *p95s, len(problems)),
    }


def by_window(
    rows: list[dict[str, Any]], spans: list[tuple[float, bool]], seconds: float, *, crowded: bool
) -> list[float]:
    """How long callers waited in the turns that began with the others there, or without them."""
    inside = [start for start, kind in spans if kind is crowded]
    return [
        row["answer_ms"]
        for row in rows
        if row.get("answer_ms") is not None
        and not row["cut"]
        and any(start <= row["at_s"] < start + seconds for start in inside)
    ]
