"""Both starter bots understand sentences that were written without a look at their examples."""

import sys
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.held_out_sentences import judge_all

HERE = Path(__file__).parent
LEAST = 36


@pytest.mark.parametrize("slug", ["riverbank", "table_booking"])
def test_understands_at_least_36_of_40(
    slug: str, starter_bots: dict[str, Bot], embedder: InProcessEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = judge_all(starter_bots[slug], embedder, HERE / "held_out" / f"{slug}.yaml")
    right = sum(1 for item in judged if item.right)
    wrong = [f"  {item.entry['say']!r} -> {item.acts}" for item in judged if not item.right]
    with capsys.disabled():
        sys.stdout.write("\n".join([f"\n{slug}: {right} of {len(judged)} right, wrong are:", *wrong, ""]))
    assert len(judged) == 40
    assert right >= LEAST
