"""How long callers wait: by node, and by the way to the bot's next word."""

from typing import Any

from flows.exchange.canvas.budget import BUDGET_MS, ENGINE_MS, FILLED_MS, FIXED_MS, TURN_MS, budget
from flows.loader.load import load_text

TURN = sum(TURN_MS.values())
TEXT = """
voxloom: 1
bot: shop
start: welcome
slots: {size: {type: number}}
variables: {price: {type: money}}
intents: {buy: {description: buying, examples: [I want to buy]}}
tools:
  look: {type: http, request: {url: "https://a.example.com/"}, timeout: 8s, returns: {price: money}, stub: {price: 2}}
  near: {returns: {price: money}, stub: {price: 2}}
flows:
  welcome: {nodes: {hello: {type: say, say: An automated assistant here., next: end}}}
  buy:
    triggers: [buy]
    nodes:
      which: {type: ask, slot: size, say: Which size?, on_fail: handoff}
      large: {type: decide, next: [{if: size > 40, go: slow}, {else: quick}]}
      slow: {type: call, tool: look, save: {price: result.price}, on_error: end, next: tell}
      quick: {type: call, tool: near, save: {price: result.price}, on_error: end, next: tell}
      tell: {type: say, say: "It is {{ price | money }}.", next: end}
"""


def of(text: str = TEXT, **measured: list[int]) -> dict[str, Any]:
    bot = load_text(text).bot
    assert bot is not None
    return budget(bot, {("buy", name): times for name, times in measured.items()})


def path_by(told: dict[str, Any], node: str) -> dict[str, Any]:
    return next(path for path in told["paths"] if ["buy", node] in path["nodes"])


def test_what_is_expected_of_each_node() -> None:
    nodes = of()["nodes"]
    assert nodes["welcome"]["hello"]["expected_ms"] == ENGINE_MS + FIXED_MS
    assert nodes["buy"]["tell"]["expected_ms"] == ENGINE_MS + FILLED_MS
    assert nodes["buy"]["slow"]["parts"] == [{"what": "engine", "ms": ENGINE_MS}, {"what": "tool", "ms": 1_000}]
    assert nodes["buy"]["slow"]["over"] is True
    assert nodes["buy"]["quick"]["over"] is False
    assert all(node["measured"] is None for node in nodes["buy"].values())


def test_a_way_ends_at_the_first_word_of_the_bot() -> None:
    told = of()
    slow, quick = path_by(told, "slow"), path_by(told, "quick")
    assert (slow["after"], slow["nodes"]) == ("which", [["buy", "large"], ["buy", "slow"], ["buy", "tell"]])
    assert slow["expected_ms"] == TURN + ENGINE_MS + (ENGINE_MS + 1_000) + (ENGINE_MS + FILLED_MS)
    assert (slow["over"], quick["over"]) == (True, False)
    assert told["paths"][0] == slow
    assert path_by(told, "which")["expected_ms"] == TURN + ENGINE_MS + FIXED_MS


def test_what_was_measured_takes_its_place() -> None:
    told = of(slow=[100, 110, 120, 2_000])
    node = told["nodes"]["buy"]["slow"]
    assert node["measured"] == {"p50_ms": 120, "p95_ms": 2_000, "calls": 4}
    assert node["answer_ms"] == ENGINE_MS + 120
    assert node["over"] is True  # one in twenty waits too long
    assert path_by(told, "slow")["over"] is False


def test_a_filler_is_heard_before_the_answer() -> None:
    told = of(TEXT.replace("tool: look,", "tool: look, filler: {after: 500ms, say: One moment.},"))
    node = told["nodes"]["buy"]["slow"]
    assert (node["expected_ms"], node["answer_ms"], node["over"]) == (500 + FIXED_MS, ENGINE_MS + 1_000, False)
    assert path_by(told, "slow")["expected_ms"] == TURN + ENGINE_MS + 500 + FIXED_MS < BUDGET_MS


def test_circles_and_flows_that_are_run_have_an_end() -> None:
    text = TEXT.replace("next: tell}\n      quick", "next: large}\n      quick")
    text = text.replace("tool: near, save: {price: result.price}, on_error: end,", "tool: near, on_error: slow,")
    assert all(len(path["nodes"]) < 10 for path in of(text)["paths"])
