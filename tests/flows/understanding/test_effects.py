"""Flows that change something."""

from flows.definition.bot import Bot
from flows.understanding.effects import writing_flows
from tests.flows.small_bots import bot


def test_those_that_call_a_tool_that_writes(starter_bots: dict[str, Bot]) -> None:
    assert writing_flows(starter_bots["riverbank"]) == {"transfer", "card_lost"}
    assert writing_flows(starter_bots["table_booking"]) == {"book_table", "cancel_booking"}


def test_those_that_lead_to_one_or_run_one() -> None:
    flows = """
intents:
  i: {description: a, examples: [one]}
  j: {description: b, examples: [two]}
  k: {description: c, examples: [three]}
tools: {w: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}}
flows:
  main: {nodes: {hi: {type: say, say: Hi., next: end}}}
  runs: {triggers: [i], nodes: {run: {type: flow, flow: does}, over: {type: say, say: Over., next: end}}}
  leads: {triggers: [j], nodes: {on: {type: say, say: On., next: runs}}}
  tells: {triggers: [k], nodes: {say: {type: say, say: Told., next: end}}}
  does: {nodes: {do: {type: call, tool: w, next: end}}}
"""
    assert writing_flows(bot(flows)) == {"runs", "leads", "does"}
