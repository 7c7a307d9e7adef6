"""What tools and models may give."""

from typing import Any

import pytest

from flows.driver.generate.constants import Constants
from flows.driver.generate.results import FAILED, Results, as_stub, entry_of, outcome
from flows.driver.ports import ToolOutcome
from tests.flows.small_bots import bot
from tools.stubs import Stubs

BOT = """
variables: {level: {type: text}, r: {type: map}, left: {type: number}, mood: {type: text}}
knowledge: {book: {}}
tools:
  look: {returns: {level: text, left: number, free: boolean}, stub: {level: gold, left: 5}}
  raw: {stub: {info: {rank: 3}, ok: true}}
  none: {type: python, function: nobody, returns: {free: boolean}}
  turns: {stub: [{a: 1}, {error: timeout}]}
flows:
  main:
    nodes:
      a: {type: call, tool: look, save: {level: result.level, left: result.left}}
      b: {type: call, tool: raw, save: {r: result}}
      c: {type: call, tool: none}
      d: {type: call, tool: turns}
      e: {type: generate, prompt: x, extract: {mood: text}, stub: {mood: good}, speak: false}
      f: {type: generate, prompt: x}
      g: {type: answer, knowledge: book, stub: Thirty days.}
      h:
        type: decide
        next:
          - {if: 'level == "silver" or left > 100', go: end}
          - {if: 'r.info.rank > 7', go: end}
          - {if: 'mood == "bad"', go: end}
          - {else: end}
"""


@pytest.fixture(scope="module")
def results() -> Results:
    made = bot(BOT, warnings=True)
    return Results(made, Constants(made))


def test_a_failure_comes_first(results: Results) -> None:
    for name in ("look", "raw", "none", "main.e", "main.f"):
        assert results.others(name)[0] == {"error": "timeout"}


def test_results_turn_the_conditions(results: Results) -> None:
    found = results.others("look")
    assert {"level": "silver", "left": 5, "free": True} in found
    assert any(isinstance(entry.get("left"), int) and entry["left"] > 100 for entry in found)
    assert all(isinstance(entry.get("level", ""), str) for entry in found)
    assert any(entry.get("info", {}).get("rank", 0) > 7 for entry in results.others("raw"))


def test_a_tool_without_a_stub_may_work(results: Results) -> None:
    assert results.own("none", 0) == FAILED
    assert {"free": True} in results.others("none")


def test_models(results: Results) -> None:
    assert results.own("main.e", 0) == {"mood": "good"}
    assert {"mood": "bad"} in results.others("main.e")
    assert results.own("main.f", 0) == FAILED
    assert any(isinstance(entry, str) for entry in results.others("main.f"))
    assert {"unknown": True} in results.others("main.g")


@pytest.mark.parametrize("stub", [{"a": 1}, [{"a": 1}, {"error": "timeout"}, 3], [], None, {"error": "other"}, [[1]]])
def test_stubs_count_as_those_of_tests_do(stub: Any) -> None:
    real = Stubs({"t": stub})
    for nth in range(4):
        assert outcome(entry_of(stub, nth)) == real.result("t")


def test_what_was_given_as_a_stub() -> None:
    assert as_stub([{"a": 1}, {"a": 1}]) == {"a": 1}
    assert as_stub([{"a": 1}, {"error": "timeout"}]) == [{"a": 1}, {"error": "timeout"}]
    assert outcome(entry_of(as_stub([[1, 2]]), 0)) == ToolOutcome([1, 2])
