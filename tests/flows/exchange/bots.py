"""Bots for the tests of edits: the starter bots, the golden bots, one with every form of YAML, and generated ones."""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.loader.document import read_document
from flows.loader.scalars import plain_scalar

ROOT = Path(__file__).resolve().parents[3]

NASTY = """# the file begins with a comment
voxloom: 1
bot: "nasty"   # quoted
start: 'main'

slots:
  # about the amount
  amount: {type: money, min: 1,
    max: 50, # inside
  }
  colour: {type: choice, choices: {red: [rot, "rouge"], blue: }}

  day: { type: date }
variables:
    note: {type: text}   # four columns
    total: {type: money}
texts:
  de:
    "You have {{ amount | money }}.": "Sie haben {{ amount | money }}."
tools:
  find: {arguments: {amount: money}, returns: {total: money}, stub: {total: 1}}
intents:
  go:
    examples:
    - "let's go: now"
    - go ahead  # the usual
    -
      move on
defaults: {on_fail: handoff, on_error: handoff, attempts: 3}
flows:
  main:
    description: >-
      Says what
      it does.
    triggers:
    - go
    nodes:

      # the first
      hello:
        type: say
        say: |
          Good morning.
            You are welcome.
        next: ask_it
      "ask_it":
        type: ask
        slot: amount
        say: >   # folded
          How much do you
          want, {{ amount }}?

          Really.
        validate: [{if: amount > 40, say: "Too much: {{ amount }}"},
                   {if: amount < 2, say: 'Too ''little'''}]
        # deeper, of the node
          # and deeper still

        next:   # where to
        - if: amount > 20 and note == "amount"
          go: tell
        - {if: "amount > 10", go: look}
        # before the else
        - else: tell
      # about tell
      tell: {type: say, say: "You have {{ amount | money }}.", 'next': "end"}   # one line
      look:
        type: call
        tool: find
        with: {amount: "{{ amount }}"}
        save: {total: result.total}
        next: set
      set: {type: set, set: {note: "it
          goes on", total: {expr: "total + amount"}}, next: plain}
      plain:
        type: say
        say: a plain text
          that goes on # with a comment
        next: empty
      empty: {type: say, say: "\\u00e9 \\"quoted\\" \\x41\\n", must_hear: true, next: end}
  # two flows
  other:

    nodes: {hello: {type: say, say: Hi, next: main}}
tests:
  a test:
    turns:
    - {user: go, expect: {flow: main, node: "ask_it", slots: {amount: 5}}}
    - user: "5"
      expect: {node: tell, called: [find]}
layout:
  main:
    hello: [0, 0]
    "ask_it": {x: 1, y: 2}
"""


@cache
def real_bots() -> dict[str, str]:
    """The starter and golden bots, and the nasty one, by name."""
    paths = [*(ROOT / "templates" / "bots").glob("*.yaml"), *(ROOT / "tests/flows/golden_bots").glob("*.yaml")]
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(paths)} | {"nasty": NASTY}


def forms(text: str) -> dict[str, str]:
    """A text in other line ends, with a byte order mark, and without its last line end."""
    return {
        "lf": text,
        "crlf": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "open": "\ufeff" + text.rstrip("\n"),
        "open crlf": text.rstrip("\n").replace("\n", "\r\n"),
    }


def data_of(text: str) -> Any:
    """What a text says, as the loader reads it."""
    document, findings = read_document(text.encode(), "")
    assert document is not None, findings
    return document.data


SAYINGS = ["Hello.", "How much: now?", "You have {{ amount | money }}.", "It's {{ day | date }}, yes", "Good #1", "bye"]


def small_bot(chance: random.Random) -> dict[str, Any]:
    """A bot of some flows, as data."""
    flows: dict[str, Any] = {}
    names = ["pay_bills", "book_room", "lend_books"][: chance.randint(1, 3)]
    for name in names:
        nodes = [f"{chance.choice(['say', 'ask', 'look', 'yes'])}_{number}" for number in range(chance.randint(1, 5))]
        flows[name] = {"description": chance.choice(SAYINGS), "triggers": ["go"], "nodes": {}}
        for at, node in enumerate(nodes):
            flows[name]["nodes"][node] = _node(chance, [*nodes[at + 1 :], *names, "end"])
        flows[name]["nodes"][nodes[-1]]["next"] = "end"
    first = next(iter(flows[names[0]]["nodes"]))
    return {
        "voxloom": 1, "bot": "small", "start": names[0],
        "slots": {"amount": {"type": "money", "min": 1}, "day": {"type": "date"}},
        "variables": {"note": {"type": "text"}, "total": {"type": "money"}},
        "intents": {"go": {"examples": ["let's go: now", "go ahead", "1 2 3"]}},
        "tools": {"find": {"arguments": {"amount": "money"}, "returns": {"total": "money"}, "stub": {"total": 1}}},
        "flows": flows,
        "tests": {"it goes": {"turns": [{"user": "go ahead", "expect": {"flow": names[0], "node": first}}]}},
        "layout": {names[0]: {first: [1, 2]}},
    }  # fmt: skip


def _node(chance: random.Random, targets: list[str]) -> dict[str, Any]:
    to: Any = chance.choice(targets)
    if chance.random() < 0.4:
        to = [{"if": "amount > 10 and note == 'amount'", "go": chance.choice(targets)}, {"else": to}]
    match chance.randrange(4):
        case 0:
            return {"type": "say", "say": chance.choice(SAYINGS), "next": to}
        case 1:
            return {"type": "ask", "slot": chance.choice(["amount", "day"]), "say": chance.choice(SAYINGS),
                    "reprompts": chance.sample(SAYINGS, 2), "attempts": 2, "on_fail": "end", "next": to}  # fmt: skip
        case 2:
            return {"type": "set", "set": {"note": "{{ amount }}", "total": {"expr": "total + amount"}}, "next": to}
    return {"type": "call", "tool": "find", "with": {"amount": "{{ amount }}"}, "save": {"total": "result.total"},
            "on_error": "handoff", "next": to}  # fmt: skip


def generated(seed: int) -> str:
    """A bot in forms that people write, and in some that they hardly write."""
    chance = random.Random(seed)
    writer = _Writer(chance)
    return "".join(f"{line}\n" for line in writer.entries(small_bot(chance), 0))


class _Writer:
    """Writes data in forms that chance picks."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.step = chance.choice([2, 2, 2, 4, 3])
        self.dash_step = chance.choice([0, 2])
        self.braces = chance.choice([0.1, 0.4, 0.8])
        self.comments = chance.choice([0.0, 0.1, 0.3])

    def entries(self, data: dict[str, Any], column: int) -> Iterator[str]:
        margin = " " * column
        for name, value in data.items():
            if self.chance.random() < self.comments:
                yield from [""] * self.chance.randrange(2)
                yield f"{margin}# about {name}"
            key = self.chance.choice([name, name, name, json.dumps(name), f"'{name}'"])
            lines = list(self.value(f"{margin}{key}:", value, column))
            yield from lines
            is_block = lines[0].partition("#")[0].rstrip().endswith(("|", ">", "-", "+"))
            if self.chance.random() < self.comments and not is_block:
                yield f"{margin}{' ' * self.chance.choice([1, 2, 4])}# below {name}"
            if self.chance.random() < self.comments / 2:
                yield ""

    def value(self, head: str, value: Any, column: int) -> Iterator[str]:
        note = "   # why" if self.chance.random() < self.comments else ""
        if isinstance(value, dict | list) and value and self.chance.random() > self.braces:
            yield head + note
            if isinstance(value, dict):
                yield from self.entries(value, column + self.step)
            else:
                yield from self.items(value, column + self.dash_step)
        elif isinstance(value, dict | list):
            yield f"{head} {self.inline(value)}{note}"
        elif head.strip("\"': ") in ("say", "description") and self.chance.random() < 0.3:
            yield f"{head} {self.chance.choice(['|', '|-', '>', '>-'])}{note}"
            yield f"{' ' * (column + self.step)}{value}"
        else:
            yield f"{head} {self.scalar(value, braces=False)}{note}"

    def items(self, values: list[Any], column: int) -> Iterator[str]:
        for value in values:
            if isinstance(value, dict) and self.chance.random() > self.braces:
                first, *rest = (line for line in self.entries(value, column + 2) if line.strip()[:1] not in ("", "#"))
                yield f"{' ' * column}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{' ' * column}- {self.inline(value)}"

    def inline(self, value: Any) -> str:
        comma = self.chance.choice([", ", ", ", ",", " , "])
        if isinstance(value, dict):
            pairs = [f"{name}: {self.inline(entry)}" for name, entry in value.items()]
            return self.chance.choice(["{%s}", "{%s}", "{ %s }", "{%s, }"]) % comma.join(pairs)
        if isinstance(value, list):
            return self.chance.choice(["[%s]", "[ %s ]"]) % comma.join(map(self.inline, value))
        return self.scalar(value, braces=True)

    def scalar(self, value: Any, *, braces: bool) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        plain = not any(part in value for part in (": ", " #", *("{}[]," if braces else "{"), ":"))
        if plain and plain_scalar(value) == value and self.chance.random() < 0.7:
            return value
        return json.dumps(value) if self.chance.random() < 0.5 else "'" + value.replace("'", "''") + "'"


assert yaml.__with_libyaml__
