"""How well it is told how callers sound, and whether what they say is more than a plain request; and how long it takes.

    .venv/bin/python benchmarks/mood.py [--quick] [--json]

The sentences were never learned from, and nothing was chosen by them (tests/flows/understanding/mood_held_out.yaml).
`words` is what is told where no vector was made; complexity counts as much from 0.5 on. `added_p95_us` is what telling
it adds to a sentence whose vector is there.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._machine import percentile, tell  # noqa: E402
from flows.understanding.in_process import InProcessEmbedder  # noqa: E402
from flows.vectors.versions import PACKAGES  # noqa: E402
from tests.flows.understanding.mood_scoring import by_meaning, by_words, held_out, hits  # noqa: E402

TIMES, QUICK_TIMES = 50, 5


def figures(quick: bool) -> dict[str, Any]:
    """All of it."""
    sentences = [each for kinds in held_out().values() for kind in kinds.values() for each in kind]
    tells = asyncio.run(by_meaning(InProcessEmbedder(), sentences))
    told: dict[str, Any] = {}
    for what in held_out():
        for name, how in (("meaning", tells), ("words", by_words)):
            found = hits(how, what)
            told |= {f"{what}_{name}_{kind}": f"{right} of {of}" for kind, (right, of) in found.items()}
            rate = sum(right for right, _ in found.values()) / sum(of for _, of in found.values())
            told[f"{what}_{name}_rate"] = round(rate, 3)
    taken = []
    for _ in range(QUICK_TIMES if quick else TIMES):
        for text in sentences:
            began = time.perf_counter()
            tells(text)
            taken.append((time.perf_counter() - began) * 1e6)
    return {
        **told,
        "added_p50_us": percentile(taken, 0.5),
        "added_p95_us": percentile(taken, 0.95),
        "n": len(sentences),
    }


if __name__ == "__main__":
    tell(__doc__, figures, PACKAGES)
