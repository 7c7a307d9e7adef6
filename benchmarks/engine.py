"""How long the engine takes for an event: `resume` on a bot of a thousand nodes.

    python benchmarks/engine.py [--quick] [--json]

A caller of fixed moods starts flows, answers, corrects, digresses, cancels and falls silent. The state goes through
JSON between events, outside of the time that is measured.
"""

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._machine import percentile, tell  # noqa: E402
from flows.engine.acts import Act, Understanding  # noqa: E402
from flows.engine.events import CallStarted, Event, ToolReturned, UserSaid, UserSilent  # noqa: E402
from flows.engine.program import Program  # noqa: E402
from flows.engine.resume import resume, start  # noqa: E402
from flows.engine.state import State, state_from_json, state_to_json  # noqa: E402
from flows.loader.load import load_text  # noqa: E402

NOW = "2026-01-05T10:00:00.000+00:00"
FLOWS = 100
NODES_A_FLOW = 10
EVENTS, QUICK_EVENTS = 20_000, 2_000
TARGET_P99_MS = 2.0


def big_bot() -> str:
    """A bot of a hundred flows of ten nodes each, as JSON, which is YAML."""
    flows: dict[str, Any] = {"main": {"nodes": {"hello": {"type": "say", "say": "Hello.", "next": "end"}}}}
    for number in range(FLOWS):
        a, b, c = (f"{kind}_{number}" for kind in ("amount", "kind", "place"))
        flows[f"flow_{number}"] = {
            "description": f"Does thing {number}.",
            "triggers": [f"intent_{number}"],
            "nodes": {
                "first": {
                    "type": "ask",
                    "slot": a,
                    "say": "How much?",
                    "validate": [{"if": f"{a} > 900", "say": "No."}],
                },
                "large": {"type": "decide", "next": [{"if": f"{a} > 100", "go": "second"}, {"else": "third"}]},
                "second": {"type": "ask", "slot": b, "say": "Which kind?"},
                "third": {"type": "ask", "slot": c, "say": "Where?", "confirm": f"{{{{ {a} }}}} to {{{{ {c} }}}}?"},
                "fee": {"type": "set", "set": {"fee": {"expr": f"{a} * 0.1"}}},
                "tell": {"type": "say", "say": "The fee is {{ fee | money }}."},
                "look": {"type": "call", "tool": "find", "with": {"amount": f"{{{{ {a} }}}}"}, "on_error": "sorry"},
                "found": {"type": "say", "say": "Found."},
                "done": {"type": "say", "say": "Done.", "next": "end"},
                "sorry": {"type": "say", "say": "Sorry.", "next": "end"},
            },
        }
    slots: dict[str, Any] = {}
    for number in range(FLOWS):
        slots[f"amount_{number}"] = {"type": "money", "min": 1, "max": 1000}
        slots[f"kind_{number}"] = {"type": "choice", "choices": {"red": None, "blue": None}}
        slots[f"place_{number}"] = {"type": "choice", "choices": {"home": None, "work": None}}
    return json.dumps({
        "voxloom": 1, "bot": "big", "start": "main", "slots": slots, "variables": {"fee": {"type": "money"}},
        "intents": {f"intent_{number}": {"examples": [f"do thing {number}"]} for number in range(FLOWS)},
        "tools": {"find": {"stub": {}}}, "defaults": {"on_fail": "handoff", "on_error": "handoff"}, "flows": flows,
    })  # fmt: skip


def _next(chance: random.Random, state: State) -> Event:
    """What the caller or the world does next."""
    if state.tool is not None:
        return ToolReturned(state.tool.id, NOW, {})
    number = chance.randrange(FLOWS)
    top = state.top
    own = int(top.flow.rsplit("_", 1)[1]) if top is not None and top.flow.startswith("flow_") else number
    values = {f"amount_{own}": chance.randrange(1, 1000), f"kind_{own}": "red", f"place_{own}": "home"}
    slot = chance.choice(list(values))
    acts: list[Act] = chance.choice([
        [Act("start_flow", flow=f"flow_{number}")],
        [Act("start_flow", flow=f"flow_{number}"), Act("fill", slot=f"amount_{number}", value=50)],
        [Act("fill", slot=slot, value=values[slot])],
        [Act("fill", slot=name, value=value) for name, value in values.items()],
        [Act("correct", slot=slot, old=1, new=values[slot])], [Act("correct", slot=slot)],
        [Act("affirm")], [Act("affirm")], [Act("deny")], [Act("cancel")], [Act("help")], [Act("out_of_scope")],
    ])  # fmt: skip
    return UserSilent(NOW) if chance.random() < 0.05 else UserSaid(Understanding("words", tuple(acts)), NOW)


def measure(events: int) -> dict[str, Any]:
    """Play calls until so many events were measured; times in ms."""
    loaded = load_text(big_bot())
    assert loaded.bot is not None, loaded.findings
    program = Program(loaded.bot)
    program.warm()
    chance = random.Random(1)
    times: list[float] = []
    busy: list[float] = []  # of the processor: what other programs take does not count
    depth = 0
    state = State("big", phase="ended")
    for _ in range(events + events // 10):
        if state.phase in ("ended", "handed_off"):
            state = start(program, CallStarted(NOW)).state
        event = _next(chance, state)
        began, began_cpu = time.perf_counter(), time.thread_time()
        sprint = resume(program, state, event)
        busy.append((time.thread_time() - began_cpu) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        state = state_from_json(json.loads(json.dumps(state_to_json(sprint.state))))
        depth = max(depth, len(state.stack))
    warm = times[events // 10 :]  # the first tenth warms caches
    return {
        "nodes": FLOWS * NODES_A_FLOW + 1, "n": len(warm), "deepest_stack": depth,
        "resume_p50_ms": percentile(warm, 0.5, 4), "resume_p99_ms": percentile(warm, 0.99, 4),
        "resume_cpu_p50_ms": percentile(busy[events // 10 :], 0.5, 4),
        "resume_cpu_p99_ms": percentile(busy[events // 10 :], 0.99, 4), "target_p99_ms": TARGET_P99_MS,
    }  # fmt: skip


if __name__ == "__main__":
    tell(__doc__, lambda quick: measure(QUICK_EVENTS if quick else EVENTS), ["pydantic", "jinja2", "cel-expr-python"])
