"""The benchmarks of checks and of fuzzing measure what they say: bots of the size, without errors, and real runs."""

import platform
import sys

import pytest

from benchmarks import checks, fuzz
from flows.loader.load import load_text


@pytest.mark.parametrize("text", [checks.many_flows(), checks.one_flow()], ids=["many flows", "one flow"])
def test_the_bots_have_a_thousand_nodes_and_no_error(text: str) -> None:
    loaded = load_text(text)
    assert loaded.runnable
    assert loaded.bot is not None
    assert sum(len(flow.nodes) for flow in loaded.bot.flows.values()) == 1001


def test_every_part_is_measured() -> None:
    made = checks.measure(checks.one_flow(), 1)
    assert made["nodes"] == 1001
    assert made["load_ms"] > 0
    assert made["checks_ms"] > max(made["slowest"].values()) / 2
    assert len(made["slowest"]) == checks.SLOWEST


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the fuzzer is there for Linux on x86-64 only"
)
def test_a_short_run_of_the_fuzzer_finds_nothing() -> None:
    made = fuzz.fuzz(10)
    assert made["failed"] == [], made["last_lines"]
    assert made["exit"] == 0, made["last_lines"]
    assert made["n"] > made["seeds"] > 200
    assert made["blocks_reached"] > 1000
