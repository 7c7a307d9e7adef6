"""A small bot in which every kind of name is spoken of, and short ways to edit it."""

import pytest

from flows.exchange.edit import edit, with_edits
from flows.exchange.edits import Operation
from flows.exchange.text.refusal import Refused

BOT = """voxloom: 1
bot: small
start: main
slots:
  amount: {type: money}
  agree: {type: yes_no}
variables:
  fee: {type: money}
intents:
  pay: {examples: [I want to pay]}
tools:
  charge: {effect: write, idempotency_key: "{{ amount }}-{{ env.x }}", arguments: {amount: money}, returns: {fee: money}, stub: {fee: 1}}
defaults:
  on_fail: handoff
  on_error: [{if: amount > 1, go: lost}, {else: handoff}]
texts:
  de: {"Pay {{ amount | money }}?": "{{ amount | money }} zahlen?"}
flows:
  main:
    nodes:
      hello: {type: say, say: "Hello, amount.", next: end}
  pay:
    description: Pays the amount.
    triggers: [pay]
    inputs: {limit: money}
    outputs: {paid: money}
    nodes:
      ask:
        type: ask
        slot: amount
        say: "Pay {{ amount | money }}?"
        validate: [{if: amount > limit, say: "Not {{ amount }}, amount."}]
        on_fail: lost
      which:
        type: decide
        next:
          - {if: 'amount > 10 and fee == result.amount', go: charge}
          - {if: agree, go: lost}
          - {else: ask}
      charge: {type: call, tool: charge, with: {amount: "{{ amount }}"}, save: {fee: result.fee + amount}, on_error: lost}
      sum_up: {type: generate, prompt: "{{ fee }}", extract: {mood: text}, tools: [charge], stub: {mood: good}}
      keep: {type: set, set: {paid: {expr: amount + fee}, fee: "{{ fee }}"}}
      lost: {type: say, say: Lost., next: end}
  lost:
    nodes:
      ask: {type: ask, slot: agree, say: Sure?}
      run: {type: flow, flow: pay, with: {limit: "{{ amount }}"}, save: {fee: result.paid}, next: pay}
tests:
  it pays:
    stubs: {charge: {fee: 2}, pay.sum_up: {mood: bad}}
    turns:
      - {user: pay, expect: {flow: pay, node: ask}}
      - {user: "5", expect: {node: ask, slots: {amount: 5}, variables: {fee: 1}, called: [charge, {tool: charge}], not_called: [charge]}}
      - {user: no, expect: {flow: lost, node: ask}}
layout:
  pay: {ask: [0, 0], lost: [1, 1]}
"""  # noqa: E501 - a place a line


def edited(operation: Operation, text: str = BOT) -> str:
    """The text with an edit whose way back is right."""
    made = edit(text, operation)
    assert with_edits(made.text, made.inverse) == text
    return made.text


def changes(operation: Operation, text: str = BOT) -> list[tuple[str, str]]:
    """The lines that an edit changes, before and after; only for edits that keep the number of lines."""
    new = edited(operation, text)
    old_lines, new_lines = text.split("\n"), new.split("\n")
    assert len(old_lines) == len(new_lines)
    return [(one.strip(), other.strip()) for one, other in zip(old_lines, new_lines, strict=True) if one != other]


def refused(operation: Operation, text: str = BOT) -> Refused:
    """Why an edit is not made."""
    with pytest.raises(Refused) as caught:
        edit(text, operation)
    assert caught.value.message.endswith((".", "!", "?"))
    assert caught.value.remedy
    return caught.value
