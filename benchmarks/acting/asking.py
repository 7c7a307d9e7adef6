"""What a call of a tool takes beside the bare request: the same service, in turn. Django must be set up for it."""

import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import httpx

from benchmarks._machine import percentile
from benchmarks.acting.desk import BALANCE, TOKEN
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from flows.loader.load import load_text
from tools.box import ToolBox
from tools.services import Services

CALL = "call-of-the-benchmark"
WARM = 50
"""Lines are made, texts compiled, secrets read."""
TIMEOUT_MS = 4_000
HEADERS = {"Accept": "application/json", "Authorization": f"Bearer {TOKEN}"}
BOT = """
voxloom: 1
bot: asker
start: main
tools:
  balance:
    type: http
    request: {url: "{{ env.desk_api }}/accounts/{{ account }}/balance"}
    auth: {bearer: desk_token}
    response: {fields: {balance: body.account.balance, currency: body.account.currency}}
    arguments: {account: text}
    returns: {balance: number, currency: text}
  transfer:
    type: http
    request: {method: POST, url: "{{ env.desk_api }}/accounts/{{ account }}/transfers", body: {amount: 5}}
    auth: {bearer: desk_token}
    response: {fields: {balance: body.account.balance}}
    effect: write
    confirmed: true
    idempotency_key: auto
    arguments: {account: text}
    returns: {balance: number}
flows: {main: {nodes: {hello: {type: say, say: Hello., next: end}}}}
"""
Ask = Callable[[], Awaitable[Any]]


async def measure(address: str, workspace: int, times: int) -> dict[str, Any]:
    """Reading, with and without us; writing, with and without a note of it. Times in ms."""
    loaded = load_text(BOT)
    assert loaded.bot is not None, loaded.findings
    services = Services()
    kept, unkept = services.of(workspace, call=CALL), services.of(workspace)
    box, forgetful = ToolBox(loaded.bot, services=kept), ToolBox(loaded.bot, services=unkept)
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            tool, bare = await in_turn(_reads(forgetful), _bare(client, address), times)
            noted, unnoted = await in_turn(_writes(box), _writes(forgetful), times)
        finally:
            await services.aclose()
    overhead_ms = _p50(tool) - _p50(bare)
    return {
        "times": times,
        **_percentiles("tool", tool),
        **_percentiles("bare", bare),
        "overhead_p50_ms": round(overhead_ms, 3),
        "overhead_p95_ms": round((percentile(tool, 0.95, 4) or 0.0) - (percentile(bare, 0.95, 4) or 0.0), 3),
        **_percentiles("write_noted", noted),
        **_percentiles("write_not_noted", unnoted),
        "noting_p50_ms": round(_p50(noted) - _p50(unnoted), 3),
    }


async def in_turn(one: Ask, other: Ask, times: int) -> tuple[list[float], list[float]]:
    """Each so often, one after the other; who is first changes. What each took, in ms."""
    for _ in range(WARM):
        await one()
        await other()
    took_ms: dict[Ask, list[float]] = {one: [], other: []}
    for number in range(times):
        for ask in (one, other) if number % 2 else (other, one):
            began = time.perf_counter()
            await ask()
            took_ms[ask].append((time.perf_counter() - began) * 1000)
    return took_ms[one], took_ms[other]


def _reads(box: ToolBox) -> Ask:
    command = CallTool("tool-1", "balance", {"account": "savings"}, TIMEOUT_MS)

    async def ask() -> None:
        outcome = await box.call(command)
        if outcome != ToolOutcome({"balance": 1250.5, "currency": "USD"}):
            raise RuntimeError(f"the tool that reads came back with {outcome}")

    return ask


def _writes(box: ToolBox) -> Ask:
    keys = count(1)

    async def ask() -> None:
        key = f"{id(box)}-{next(keys)}"
        command = CallTool("tool-1", "transfer", {"account": "savings"}, TIMEOUT_MS, "write", key)
        outcome = await box.call(command)
        if outcome != ToolOutcome({"balance": 1250.5}):
            raise RuntimeError(f"the tool that writes came back with {outcome}")

    return ask


def _bare(client: httpx.AsyncClient, address: str) -> Ask:
    async def ask() -> None:
        answer = await client.get(f"{address}/accounts/savings/balance", headers=HEADERS)
        if answer.status_code != httpx.codes.OK or answer.json() != BALANCE:
            raise RuntimeError(f"the service answered {answer.status_code}")

    return ask


def _p50(took_ms: list[float]) -> float:
    return percentile(took_ms, 0.5, 4) or 0.0


def _percentiles(name: str, took_ms: list[float]) -> dict[str, Any]:
    return {f"{name}_p50_ms": percentile(took_ms, 0.5, 3), f"{name}_p95_ms": percentile(took_ms, 0.95, 3)}
