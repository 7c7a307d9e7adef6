"""What stands in for models and knowledge bases."""

import asyncio
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome
from flows.driver.silent_output import SilentOutput
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences
from tests.flows.small_bots import NOW, bot
from tools.box import ToolBox

BOT = bot(
    """
variables: {topic: {type: text}}
knowledge: {k: {}}
flows:
  main:
    nodes:
      words: {type: generate, prompt: p, stub: Hello.}
      values: {type: generate, prompt: p, extract: {topic: text}, stub: {text: Hm., topic: roof, more: 1}}
      fails: {type: generate, prompt: p, extract: {topic: text}, stub: {error: timeout}}
      silent: {type: generate, prompt: p}
      plain: {type: answer, knowledge: k, stub: Yes.}
      sourced: {type: answer, knowledge: k, stub: {text: No., sources: [a.pdf]}}
      unsure: {type: answer, knowledge: k, stub: {unknown: true}}
      lost: {type: answer, knowledge: k, next: end}
""",
    warnings=True,
)


def _no_text(piece: str) -> None:
    raise AssertionError(f"stubs do not stream {piece!r}")


@pytest.mark.parametrize(
    ("node", "outcome"),
    [
        ("words", ModelOutcome("Hello.")),
        ("values", ModelOutcome("Hm.", {"topic": "roof"})),
        ("fails", ModelOutcome(error="timeout")),
        ("silent", ModelOutcome(error="unavailable")),
    ],
)
def test_models(node: str, outcome: ModelOutcome) -> None:
    command = AskModel("m-1", f"main.{node}", "p", 1_000, extract={"topic": "text"})
    assert asyncio.run(ModelStubs(BOT).ask(command, _no_text)) == outcome


@pytest.mark.parametrize(
    ("node", "outcome"),
    [
        ("plain", ModelOutcome("Yes.")),
        ("sourced", ModelOutcome("No.", sources=("a.pdf",))),
        ("unsure", ModelOutcome(error="unknown")),
        ("lost", ModelOutcome(error="unavailable")),
    ],
)
def test_knowledge_bases(node: str, outcome: ModelOutcome) -> None:
    command = LookUp("l-1", f"main.{node}", "k", "why", 0.5, 1_000)
    assert asyncio.run(ModelStubs(BOT).look_up(command)) == outcome


def test_a_stub_asks_for_its_tools_before_it_speaks_and_gets_what_its_node_allows() -> None:
    text = """
tools:
  look: {arguments: {day: date}, stub: {free: true}}
  other: {stub: {}}
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think:
        type: generate
        prompt: p
        tools: [look]
        stub:
          tools: [{tool: look, with: {day: 2026-03-01}}, {tool: other}, 5]
          text: It is free.
        on_error: handoff
        next: end
"""
    program = Program(bot(text, warnings=True))
    talk = Conversation(program, KnownSentences(), ToolBox(program.bot), SilentOutput(), FixedClock(NOW))
    turn = asyncio.run(talk.start())
    assert turn.called == [{"tool": "look", "with": {"day": "2026-03-01"}, "result": {"free": True}}]
    assert turn.said == ["It is free."]
    assert [line["because"] for line in turn.trace if line["why"] == "tool_rejected"] == ["there is no such tool here"]


@pytest.mark.parametrize(
    ("stub", "micros"),
    [
        ({"text": "Well.", "cost": 0.04}, 40_000),
        ({"error": "timeout", "cost": 1}, 1_000_000),
        ({"tools": [{"tool": "look"}], "cost": 0.5}, 500_000),
        ({"text": "Well.", "cost": "much"}, 0),
        ({"text": "Well.", "cost": True}, 0),
        ({"text": "Well.", "cost": -1}, 0),
        ("Well.", 0),
    ],
)
def test_a_stub_says_what_it_would_cost(stub: Any, micros: int) -> None:
    stubs = ModelStubs(BOT, {"main.x": stub})
    command = AskModel("m-1", "main.x", "p", 1_000, tools=("look",))
    assert asyncio.run(stubs.ask(command, lambda _piece: None)).micros == micros


def test_a_value_of_that_name_is_no_cost() -> None:
    stubs = ModelStubs(BOT, {"main.x": {"cost": 5}})
    outcome = asyncio.run(
        stubs.ask(AskModel("m-1", "main.x", "p", 1_000, None, {"cost": "money"}), lambda _piece: None)
    )
    assert (outcome.values, outcome.micros) == ({"cost": 5}, 0)


def test_an_answer_costs_too() -> None:
    stubs = ModelStubs(BOT, {"main.x": [{"text": "Yes.", "cost": 0.1}, {"unknown": True, "cost": 0.2}]})
    command = LookUp("l-1", "main.x", "k", "why", 0.5, 1_000)
    assert [asyncio.run(stubs.look_up(command)).micros for _ in range(2)] == [100_000, 200_000]
