"""Learns what the shipped guardrails mean: flows/guardrails/lessons.yaml to learned.json and background.npz beside it.

    .venv/bin/python scripts/guardrails.py [--check]

`--check` writes nothing, and exits with 1 where what is kept tells other than what the lessons teach.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402

from flows.guardrails.background import FILE, MOST, packed  # noqa: E402
from flows.guardrails.learned import KINDS, SAME, change, kept, learn, lessons, written  # noqa: E402
from flows.understanding.normal import normal  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402
from flows.vectors.versions import versions  # noqa: E402


def main() -> int:
    """Learn, and write or compare."""
    encoder = SentenceEncoder()
    vectors = {kind: encoder.encode([normal(each) for each in lessons()[kind]]) for kind in KINDS}
    fresh = learn(vectors, versions())
    if "--check" not in sys.argv:
        folder = ROOT / "flows" / "guardrails"
        (folder / "learned.json").write_text(written(fresh), encoding="utf-8")
        rows, scales = packed(vectors["none"][:MOST])
        np.savez(folder / FILE, rows=rows, scales=scales, versions=np.array(versions()))
        return 0
    return 0 if change(fresh, kept(), np.vstack([vectors[kind] for kind in KINDS])) < SAME else 1


if __name__ == "__main__":
    sys.exit(main())
