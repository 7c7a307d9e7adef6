"""Sub-flows as callers meet them: early values, corrections, cancelling, digressions, and how deep they may be."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from flows.driver.test_runner import run_tests
from flows.engine.frames import MAX_SUB_FLOWS
from flows.engine.program import Program
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.small_bots import Talk, bot
from tools.box import ToolBox

FILE = Path(__file__).parent / "sub_flows.yaml"


def test_the_conversations_go_as_written(embedder: InProcessEmbedder) -> None:
    loaded = load_path(FILE)
    assert loaded.findings == ()
    made = loaded.bot
    assert made is not None
    understander = asyncio.run(LocalUnderstanding.train(made, embedder))
    report = asyncio.run(run_tests(Program(made), understander, lambda stubs: ToolBox(made, stubs, bound=False)))
    assert [test for test in report.as_json()["tests"] if not test["passed"]] == []
    assert len(report.results) == 7


def test_what_a_flow_wants_counts_its_sub_flows_whatever_the_nodes_are_called() -> None:
    made = load_path(FILE).bot
    assert made is not None
    assert set(Program(made).wanted_slots("trip")) == {"pin", "city", "day", "people"}


@pytest.mark.parametrize(("sub_flows", "reached"), [(MAX_SUB_FLOWS, True), (MAX_SUB_FLOWS + 1, False)])
def test_flows_may_run_each_other_so_deep(sub_flows: int, reached: bool) -> None:
    names = ["main", *(f"f{at}" for at in range(sub_flows))]
    runs = "".join(
        f"  {name}: {{nodes: {{n: {{type: flow, flow: {inner}, next: end}}}}}}\n" for name, inner in pairwise(names)
    )
    talk = Talk(bot(f"flows:\n{runs}  {names[-1]}: {{nodes: {{n: {{type: say, say: Here., next: end}}}}}}\n"))
    assert ("Here." in talk.said) is reached
    assert ("fault" in talk.why()) is not reached
    assert talk.state.ended is None
