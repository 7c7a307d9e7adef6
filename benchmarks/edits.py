"""How long an edit of a bot's text takes, with all that it reads and checks: on a bot of a thousand nodes.

    python benchmarks/edits.py [--quick] [--json]

Two bots: twenty flows of fifty nodes, and one flow of a thousand. Every kind of edit, at nodes that chance picks, each
on the text as it comes from the database: nothing is kept from one edit to the next. The way back is tried, too.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._machine import percentile, tell  # noqa: E402
from flows.exchange.edit import edit, utf16, with_edits  # noqa: E402
from flows.exchange.edits import (  # noqa: E402
    Add,
    AddEdge,
    AddNode,
    ChangeEdge,
    MoveNode,
    Operation,
    PlaceNode,
    Remove,
    RemoveEdge,
    RemoveNode,
    Rename,
    RenameNode,
    Set,
    Unset,
)

NODES = 1_000
SHAPES = {"20x50": 20, "1x1000": 1}
"""Flows of a bot, by its name here."""
ROUNDS, QUICK_ROUNDS = 30, 3
TARGET_P50_MS = 30.0
"""Of the first shape: an edit on the canvas shows in the text before anybody notices."""


def big_bot(flows: int, nodes: int = NODES) -> str:
    """A bot of so many nodes in so many flows, written as people write bots."""
    count = nodes // flows
    lines = ["voxloom: 1", "bot: big", "start: flow_0", "", "slots:"]
    for flow in range(flows):
        lines += [
            f"  amount_{flow}: {{type: money, min: 1, max: 1000}}",
            f"  kind_{flow}: {{type: choice, choices: {{red: [rouge], blue: [bleu]}}}}",
        ]
    lines += ["", "variables:", "  fee: {type: money}", "", "intents:"]
    for flow in range(flows):
        lines += [f"  intent_{flow}:", "    examples:", *(f"      - do thing {flow} in way {way}" for way in range(8))]
    lines += ["", "tools:", "  find:", "    arguments: {amount: money}", "    stub: {}", "", "flows:"]
    for flow in range(flows):
        lines += [
            f"  flow_{flow}:",
            f"    description: Does thing {flow}.",
            f"    triggers: [intent_{flow}]",
            "    nodes:",
        ]
        for number in range(count):
            lines += _node(flow, number, f"n{number + 1}" if number + 1 < count else "end")
        lines.append("")
    lines.append("tests:")
    for flow in range(flows):
        lines += [
            f"  thing {flow}:",
            "    turns:",
            f"      - {{user: do thing {flow}, expect: {{flow: flow_{flow}, node: n0}}}}",
        ]
    lines += ["", "layout:"]
    for flow in range(flows):
        lines += [
            f"  flow_{flow}:",
            *(f"    n{number}: [{number % 10 * 200}, {number // 10 * 100}]" for number in range(count)),
        ]
    return "\n".join(lines) + "\n"


def _node(flow: int, number: int, to: str) -> list[str]:
    name, amount = f"      n{number}:", f"amount_{flow}"
    match number % 4:
        case 0:
            return [
                name,
                "        type: ask",
                f"        slot: {amount}",
                f"        say: How much would you like to have for number {number}?",
                "        reprompts:",
                "          - Please say an amount in dollars, for example twenty dollars.",
                "        attempts: 2",
                "        on_fail: handoff",
            ]
        case 1:
            return [
                name,
                "        type: decide",
                "        next:",
                f'          - {{if: "{amount} > {number}", go: {to}}}',
                f"          - {{else: {to}}}",
            ]
        case 2:
            return [f'{name} {{type: say, say: "You said {{{{ {amount} | money }}}}, thank you.", next: {to}}}']
    return [
        name,
        "        type: call",
        "        tool: find",
        f'        with: {{amount: "{{{{ {amount} }}}}"}}',
        "        filler: {after: 500ms, say: One moment please.}",
        "        on_error: handoff",
        f"        next: {to}",
    ]


def operations(flows: int, chance: random.Random) -> Iterator[tuple[str, Operation]]:
    """One edit of each kind, by the name under which its times are told."""
    count = NODES // flows
    number = chance.randrange(flows)
    flow, at = f"flow_{number}", chance.randrange(1, count // 4 - 1) * 4
    ask, fork, say = f"n{at}", f"n{at + 1}", f"n{at + 2}"
    path = ("flows", flow, "nodes", ask)
    new = {"type": "say", "say": "Anything: else?", "next": "end"}
    yield "set a text", Set(path=(*path, "say"), value="How much: in dollars?")
    yield "set a new field", Set(path=(*path, "help"), value="We need it.")
    yield "unset", Unset(path=(*path, "attempts"))
    yield "set an example", Set(path=("intents", f"intent_{number}", "examples", 2), value="do it")
    yield "add a node", AddNode(flow=flow, name="new", value=new, after=ask, at=(1, 2))
    yield "remove a node", RemoveNode(flow=flow, name=ask)
    yield "rename a node", RenameNode(flow=flow, name=ask, to="new")
    yield "reorder", MoveNode(flow=flow, name=ask, before="n1")
    yield "move on the canvas", PlaceNode(flow=flow, name=ask, x=10, y=20)
    yield "add an edge", AddEdge(flow=flow, node=say, to="end", condition="fee > 3")
    yield "change an edge", ChangeEdge(flow=flow, node=fork, index=0, to=ask)
    yield "remove an edge", RemoveEdge(flow=flow, node=fork, index=0)
    yield "add a slot", Add(kind="slot", name="new", value={"type": "text"})
    yield "remove a slot", Remove(kind="slot", name=f"amount_{number}")
    yield "rename a slot", Rename(kind="slot", name=f"amount_{number}", to="new")
    yield "rename an intent", Rename(kind="intent", name=f"intent_{number}", to="new")
    yield "rename a flow", Rename(kind="flow", name=flow, to="new")
    yield "rename a tool", Rename(kind="tool", name="find", to="new")
    yield "add a flow", Add(kind="flow", name="new", value={"nodes": {"a": new}})


def measure(rounds: int) -> dict[str, Any]:
    """Every edit so many times on each bot; times in ms, of the clock and of the processor."""
    result: dict[str, Any] = {"nodes": NODES, "rounds": rounds, "target_p50_ms": TARGET_P50_MS}
    for shape, flows in SHAPES.items():
        text, chance = big_bot(flows), random.Random(1)
        edit(text, next(operations(flows, chance))[1])  # the first builds the reader of nodes
        times: dict[str, list[float]] = {}
        busy: list[float] = []
        for _ in range(rounds):
            for name, operation in operations(flows, chance):
                began, began_cpu = time.perf_counter(), time.thread_time()
                made = edit(text, operation)
                utf16(text, made.edits)
                busy.append((time.thread_time() - began_cpu) * 1000)
                times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
                assert with_edits(made.text, made.inverse) == text
        every = [one for own in times.values() for one in own]
        result[shape] = {
            "characters": len(text),
            "n": len(every),
            "p50_ms": percentile(every, 0.5),
            "p95_ms": percentile(every, 0.95),
            "cpu_p50_ms": percentile(busy, 0.5),
            "by_edit_p50_ms": {name: percentile(own, 0.5) for name, own in times.items()},
        }
    return result


if __name__ == "__main__":
    tell(__doc__, lambda quick: measure(QUICK_ROUNDS if quick else ROUNDS), ["pyyaml", "pydantic", "jinja2"])
