"""S8: from the offer to the answer, to the first packet, to the first sound of the greeting."""

import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import numpy as np

from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, hold
from benchmarks.voice.peers import Peers
from runtime.caller import wav
from runtime.caller.client import CallPlan
from runtime.caller.loudness import RATE_HZ
from runtime.caller.signalling import Line

CALLS, QUICK_CALLS = 20, 2
CALL_S = 4.0  # the greeting has begun long before
NOTHING = wav.record("nothing", np.zeros(RATE_HZ // 10, np.int16))


class TimedLine(Line):
    """Our own signalling, which notes when the offer went and when its answer came; monotonic ns."""

    offered_ns = 0
    answered_ns = 0

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send one message."""
        if message["type"] == "offer":
            self.offered_ns = time.monotonic_ns()
        await super().send(message)

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """Every message of the server."""
        async for message in super().messages():
            if message.get("type") == "answer":
                self.answered_ns = time.monotonic_ns()
            yield message


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """One call after the other; each hangs up after a while of the greeting."""
    for number in range(QUICK_CALLS if bench.quick else CALLS):
        await one_call(bench, number)
    return report(bench)


async def one_call(bench: Bench, number: int) -> None:
    """Connect, hear the greeting begin, hang up."""
    lines: list[TimedLine] = []

    def line(address: str) -> Line:
        lines.append(TimedLine(address))
        return lines[-1]

    held = await hold(CallPlan(bench.server, "riverbank", (NOTHING,)), line=line, limit_s=CALL_S)
    bench.took(f"connect {number}", held)
    caller = held.caller
    if caller is None or not lines or not lines[0].answered_ns or not caller.downlink.arrivals:
        return
    began = lines[0].offered_ns
    heard = caller.downlink.first_onset_after(0)
    bench.log.write(
        "connect",
        answered_ms=(lines[0].answered_ns - began) / 1e6,
        packet_ms=(caller.downlink.arrivals[0].arrival_ns - began) / 1e6,
        greeting_ms=None if heard is None else (heard - began) / 1e6,
    )
    bench.say(f"connect {number}: {bench.log.rows[-1]}")


def report(bench: Bench) -> dict[str, Any]:
    """`connect` is the first packet, which the others stand around."""
    rows = [row for row in bench.log.rows if row["scenario"] == "connect"]
    return {
        **figures.spread("connect", [row["packet_ms"] for row in rows]),
        **figures.spread("connect_answer", [row["answered_ms"] for row in rows]),
        **figures.spread("connect_greeting", [row["greeting_ms"] for row in rows if row["greeting_ms"] is not None]),
    }
