"""Learns how callers sound: flows/understanding/mood_lessons.yaml to mood.json beside it.

    .venv/bin/python scripts/mood.py [--check]

`--check` writes nothing, and exits with 1 where what is kept tells other than what the lessons teach.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402

from flows.understanding.mood import KEPT, SAME, change, kept, learn, lessons, written  # noqa: E402
from flows.understanding.normal import normal  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402
from flows.vectors.versions import versions  # noqa: E402


def main() -> int:
    """Learn, and write or compare."""
    encoder = SentenceEncoder()
    vectors = {
        what: {kind: encoder.encode([normal(each) for each in sentences]) for kind, sentences in kinds.items()}
        for what, kinds in lessons().items()
    }
    fresh = learn(vectors["emotion"], vectors["complexity"], versions())
    if "--check" not in sys.argv:
        (ROOT / "flows" / "understanding" / KEPT).write_text(written(fresh), encoding="utf-8")
        return 0
    rows = np.vstack([rows for kinds in vectors.values() for rows in kinds.values()])
    return 0 if change(fresh, kept(), rows) < SAME else 1


if __name__ == "__main__":
    sys.exit(main())
