"""The peer's side of the scenarios: the same recordings, by the same caller, in the same run."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks._machine import percentile
from benchmarks._peer import PEER_PYTHON, Peer, StubServer
from benchmarks.voice.bench import Bench
from runtime.caller.wav import Recording

ARMS = ("tuned", "stock")
YARDSTICK = "tuned"
"""The arm that ratios are made with: the faster one."""


@dataclass
class Peers:
    """The peers of one scenario, each a process; none when the peer is not asked for."""

    running: Mapping[str, Peer] = field(default_factory=dict)
    model: StubServer | None = None

    async def call(
        self, bench: Bench, scenario: str, said: Sequence[Recording], overlap_ms: float | None = None
    ) -> None:
        """Speak the recordings to each arm."""
        for arm, peer in self.running.items():
            try:
                call = await peer.call(said, overlap_ms)
            except Exception as problem:  # noqa: BLE001  # a call that fails is told, and the run goes on
                bench.failures.append(f"{scenario} {arm}: {type(problem).__name__}: {problem}")
                continue
            bench.lags.append(call.loop_lag_p99_ms)
            for turn in call.turns:
                bench.log.write(scenario, arm=arm, **asdict(turn))
            bench.log.write(f"{scenario}_call", arm=arm, greeted_ms=call.greeted_ms, cpu_s=call.cpu_seconds)
            bench.say(f"{scenario} {arm}: {[turn.answer_ms and round(turn.answer_ms) for turn in call.turns]}")

    def report(self, bench: Bench, scenario: str) -> dict[str, Any]:
        """Medians of each arm; {} without peers."""
        told: dict[str, Any] = {}
        for arm in self.running:
            rows = [row for row in bench.log.rows if row["scenario"] == scenario and row["arm"] == arm]
            waits = [row["answer_ms"] for row in rows if row["answer_ms"] is not None and not row["cut"]]
            told[arm] = {
                "p50_ms": percentile(waits, 0.5),
                "p95_ms": percentile(waits, 0.95),
                "n": len(waits),
                "cut": sum(row["cut"] for row in rows),
                "unanswered": sum(row["answer_ms"] is None for row in rows),
            }
        return {scenario: told} if told else {}


def installed() -> bool:
    """Whether `make peers` was run."""
    return PEER_PYTHON.exists()


@contextlib.asynccontextmanager
async def peers(
    arms: Sequence[str], *, first_token_ms: float = 0.0, tokens_per_s: float = 0.0, text: str | None = None
) -> AsyncIterator[Peers]:
    """The arms and a stub model for them, while the block lasts."""
    async with contextlib.AsyncExitStack() as stack:
        if not arms:
            yield Peers()
            return
        model = await stack.enter_async_context(
            StubServer(first_token_ms=first_token_ms, tokens_per_s=tokens_per_s, text=text)
        )
        yield Peers({arm: await stack.enter_async_context(Peer(arm, model=model.address)) for arm in arms}, model)
