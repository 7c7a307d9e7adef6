"""How long a bot of a thousand nodes takes to be read, checked and edited; each kind of edit: benchmarks/edits.py.

    .venv/bin/python benchmarks/checks.py [--quick] [--json]

Two bots: a hundred flows of ten nodes, and one flow of a thousand. `load` is bytes to the definition, `checks` all
checks of it (without those that need vectors), `whole` both as `bot lint` runs them; the slowest checks are named.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._machine import tell  # noqa: E402
from benchmarks.edits import measure as measured_edits  # noqa: E402
from benchmarks.engine import big_bot  # noqa: E402
from flows.checks.look import Look  # noqa: E402
from flows.checks.run import CHECKS, MAX_FINDINGS, check  # noqa: E402
from flows.loader.decode import decode_bot  # noqa: E402
from flows.loader.document import read_document  # noqa: E402
from flows.loader.load import load_text  # noqa: E402

RUNS, QUICK_RUNS = 15, 3
EDIT_ROUNDS, QUICK_EDIT_ROUNDS = 5, 1
SLOWEST = 5
TARGETS_MS = {"load": 150, "checks": 500, "edit": 30}


def many_flows() -> str:
    """A hundred flows of ten nodes."""
    return _as_text(json.loads(big_bot()))


def one_flow() -> str:
    """The same nodes in one flow, one behind the other."""
    bot = json.loads(big_bot())
    nodes: dict[str, Any] = {}
    for number in range(100):
        for name, node in bot["flows"].pop(f"flow_{number}")["nodes"].items():
            nodes[f"{name}_{number}"] = _renamed(node, number)
    nodes["sorry_99"]["next"] = "end"
    bot["flows"]["long"] = {"triggers": list(bot["intents"]), "nodes": nodes}
    return _as_text(bot)


def _renamed(node: dict[str, Any], number: int) -> dict[str, Any]:
    """With edges to the nodes of its own part; the last of a part leads on to the next."""
    edges = {"second", "third", "sorry"}
    for field in ("next", "on_error"):
        leads_to = node.get(field)
        if isinstance(leads_to, str) and leads_to in edges:
            node[field] = f"{leads_to}_{number}"
        elif leads_to == "end":
            node[field] = f"first_{number + 1}" if number < 99 else "end"
        elif isinstance(leads_to, list):
            node[field] = [{key: f"{v}_{number}" if v in edges else v for key, v in one.items()} for one in leads_to]
    return node


def _as_text(bot: dict[str, Any]) -> str:
    return yaml.safe_dump(bot, sort_keys=False, width=120)


def _median_ms(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        began = time.thread_time()  # of the processor: what other programs take does not count
        work()
        times.append((time.thread_time() - began) * 1000)
    return round(statistics.median(times), 2)


def measure(text: str, runs: int) -> dict[str, Any]:
    """Medians in ms of processor time, of one bot."""
    raw = text.encode()
    document, _ = read_document(raw, "bot.yaml")
    assert document is not None
    decoded = decode_bot(document)
    bot = decoded.rest
    assert decoded.bot is not None
    assert bot is not None

    def one(name: Callable[[Look], Any]) -> float:
        return _median_ms(
            lambda: list(islice(name(Look(bot, document, decoded.lost)), MAX_FINDINGS)), max(3, runs // 3)
        )

    alone = sorted(((one(each), each.__name__) for each in CHECKS), reverse=True)
    return {
        "nodes": sum(len(flow.nodes) for flow in bot.flows.values()), "lines": text.count("\n"), "bytes": len(raw),
        "findings": sorted({finding.code for finding in load_text(raw).findings}),
        "load_ms": _median_ms(lambda: decode_bot(read_document(raw, "bot.yaml")[0]), runs),  # type: ignore[arg-type]
        "checks_ms": _median_ms(lambda: check(bot, document, decoded.lost), runs),
        "whole_ms": _median_ms(lambda: load_text(raw), runs),
        "slowest": {name: took for took, name in alone[:SLOWEST]},
    }  # fmt: skip


def edits(rounds: int) -> dict[str, Any]:
    """Medians in ms of processor time over all kinds of edit, by the shape of the bot."""
    return {
        shape: figures["cpu_p50_ms"] for shape, figures in measured_edits(rounds).items() if isinstance(figures, dict)
    }


def figures(quick: bool) -> dict[str, Any]:
    """All of it."""
    runs = QUICK_RUNS if quick else RUNS
    return {
        "many_flows": measure(many_flows(), runs),
        "one_flow": measure(one_flow(), runs),
        "edit_ms": edits(QUICK_EDIT_ROUNDS if quick else EDIT_ROUNDS),
        "n": runs,
        "targets_ms": TARGETS_MS,
    }


if __name__ == "__main__":
    tell(__doc__, figures, ["pydantic", "pyyaml", "jinja2", "cel-expr-python"])
