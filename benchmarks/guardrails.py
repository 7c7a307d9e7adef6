"""How much guardrails find, how much they let alone, and how long they take.

    .venv/bin/python benchmarks/guardrails.py [--quick] [--json]

`known` are sentences on which rules and limits were chosen, `held_out` such as were only scored
(tests/flows/guardrails/red_team). Topics are those of the bots there; promises are clauses of a model that nothing
covers. `harmless_trips` are ordinary sentences, half of them close to what is meant, in which any rule finds something.
A clause is put to all types of rules at once, three topics among them, by its words and beside that by its meaning, as
in calls; `clause` is what it waits for both, where neither stops it.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the process that makes the vectors of calls
os.environ.setdefault("OMP_NUM_THREADS", "1")
from benchmarks._machine import percentile, tell  # noqa: E402
from flows.guardrails.checking import Checked, Context  # noqa: E402
from flows.guardrails.guard import Guard  # noqa: E402
from flows.understanding.in_process import InProcessEmbedder  # noqa: E402
from flows.vectors.versions import PACKAGES  # noqa: E402
from runtime.speech.service import SpeechWorkers  # noqa: E402
from tests.flows.guardrails.scoring import HARMLESS, KNOWN, guards, harmless_trips, red_team, scored, written_topics  # noqa: E402

CLAUSES = 400


def figures(quick: bool) -> dict[str, Any]:
    """All of it."""
    return asyncio.run(_figures(quick))


async def _figures(quick: bool) -> dict[str, Any]:
    embedder = InProcessEmbedder()
    bots = await guards(embedder)
    told: dict[str, Any] = {}
    for half in ("known", "held_out"):
        found = await scored(bots, red_team(half))
        told |= {f"{half}_{kind}": f"{hits} of {of}" for kind, (hits, of) in found.items()}
        told[f"{half}_rate"] = round(sum(hits for hits, _ in found.values()) / sum(of for _, of in found.values()), 3)
        written = await written_topics(bots, red_team(half))
        told |= {f"{half}_{kind}_written": f"{hits} of {of}" for kind, (hits, of) in written.items()}
        trips = await harmless_trips(bots, red_team(f"harmless_{half}"))
        told[f"{half}_harmless_trips"] = {kind: f"{len(wrong)} of {of}" for kind, (wrong, of) in trips.items()}
    told |= await _times(40 if quick else CLAUSES)
    told["n"] = sum(len(each) for each in (*red_team(KNOWN).values(), *red_team(HARMLESS).values()))
    return told


def _by_words(guard: Guard, clause: str, context: Context) -> Checked:
    """Without what it found: half of these clauses would be stopped by it, and their meaning not waited for."""
    guard.written(clause, context)
    return Checked(clause, ())


async def _times(count: int) -> dict[str, Any]:
    """With vectors from a process of their own, as calls have them."""
    workers = SpeechWorkers()
    try:
        await workers.vectors.start()
        return await _times_of((await guards(workers))["all"], count)
    finally:
        await workers.aclose()


async def _times_of(guard: Guard, count: int) -> dict[str, Any]:
    clauses: Sequence[str] = [*red_team(HARMLESS)["written"], *red_team(KNOWN)["promise"]]
    words, meaning, both = [], [], []
    context = Context(("thirty days",))
    for at in range(count):
        clause = f"{clauses[at % len(clauses)]} {at}"
        began = time.perf_counter()
        guard.written(clause, context)
        words.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        await guard.written_about(clause)
        meaning.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        await guard.written_wholly(partial(_by_words, guard, clause, context), clause)
        both.append((time.perf_counter() - began) * 1000)
    return {
        "clause_by_words_p95_ms": percentile(words, 0.95, 2), "clause_by_meaning_p95_ms": percentile(meaning, 0.95, 2),
        "clause_p50_ms": percentile(both, 0.5, 2), "clause_p95_ms": percentile(both, 0.95, 2), "clauses": count,
    }  # fmt: skip


if __name__ == "__main__":
    tell(__doc__, figures, PACKAGES)
